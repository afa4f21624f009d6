"""Accounts, contacts and opportunities."""

from . import accounts, contacts, opportunities, places, suggestions

urlpatterns = [
    *suggestions.urlpatterns,
    *accounts.urlpatterns,
    *contacts.urlpatterns,
    *opportunities.urlpatterns,
    *places.urlpatterns,
]
