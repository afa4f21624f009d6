"""Sign-in by invitation: members are made by an administrator."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from tournee.organisations.models import Member


def display_name(user: Member) -> str:
    """How the sign-in pages call a person."""
    return user.name


class InvitedOnly(DefaultAccountAdapter):
    """No one signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class KnownAddressesOnly(DefaultSocialAccountAdapter):
    """Single sign-on opens the account whose address the identity provider has verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Never."""
        return False
