"""My profile: what one may change of oneself."""

from django.urls import path
from django.views.generic import RedirectView

from . import about, addresses, data, security, sessions, tokens

urlpatterns = [
    path("profile/", RedirectView.as_view(pattern_name="profile")),
    path("profile/about/", about.about, name="profile"),
    path("profile/preferences/", about.preferences, name="profile_preferences"),
    path("profile/security/", security.security, name="profile_security"),
    path("profile/sessions/", sessions.sessions, name="profile_sessions"),
    path("profile/sessions/others/end/", sessions.end_others, name="profile_sessions_end_others"),
    path("profile/sessions/<int:session_id>/end/", sessions.end, name="profile_session_end"),
    path("profile/data/", data.data, name="profile_data"),
    path("profile/data/download/", data.download, name="profile_data_download"),
    path("profile/tokens/", tokens.tokens, name="profile_tokens"),
    path("profile/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="profile_token_revoke"),
    path("profile/calendar-addresses/", addresses.addresses, name="profile_addresses"),
    path("profile/calendar-addresses/<uuid:feed_id>/revoke/", addresses.revoke, name="profile_address_revoke"),
]
