"""Sign-in by invitation: members are made by an administrator, who vouches for their addresses."""

import math
import time
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from requests import RequestException

from tournee.connections.secrets import seal, unseal
from tournee.organisations.models import Member

log = structlog.get_logger(__name__)


def display_name(user: Member) -> str:
    """How the sign-in pages call a person."""
    return user.name


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """No one signs up; whoever guesses passwords waits, and is told how long."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the address of this installation, whatever Host the asking browser sent."""
        uidb36, token = key.split("-", 1)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        return f"{settings.BASE_URL}{path}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises ValidationError after too many wrong passwords, from one place or for one address."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise too_many_attempts(seconds_to_wait(request, key)) from None

    def reauthenticate(self, user: Member, password: str) -> bool:
        """Whether that is the member's password; the address is his own, not one of allauth's table."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


def seconds_to_wait(request: HttpRequest, key: str) -> float:
    """Until one more attempt would be let in, by allauth's own record of the failed ones."""
    waits = [0.0]
    for rate in ratelimit.get_rates(app="allauth.account", action="login_failed"):
        name = ratelimit.get_cache_key(request, app="allauth.account", action="login_failed", rate=rate, key=key)
        attempts = cache.get(name, [])
        if len(attempts) >= rate.amount:
            # Newest first: the one that has to grow old is the last that still counts.
            waits.append(attempts[rate.amount - 1] + rate.duration - time.time())
    return max(waits)


def too_many_attempts(seconds: float) -> ValidationError:
    """Says when to try again, in whole minutes."""
    minutes = max(1, math.ceil(seconds / 60))
    text = ngettext(
        "Too many attempts with a wrong password. Try again in %(count)d minute, or choose a new password.",
        "Too many attempts with a wrong password. Try again in %(count)d minutes, or choose a new password.",
        minutes,
    )
    return ValidationError(text % {"count": minutes}, code="too_many_login_attempts")


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Second factors, their secrets sealed in the database."""

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it is used."""
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: Member, type: str) -> str:  # noqa: A002 -- allauth's own name
        """What a new key is called until its owner names it."""
        count = user.authenticator_set.filter(type=type).count()  # type: ignore[attr-defined]  # allauth's table
        return str(_("Passkey")) if not count else f"{_('Passkey')} {count + 1}"


class KnownAddressesOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Single sign-on opens the account whose address the identity provider has verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The first time, tie the provider's identity to the member of the same address."""
        if sociallogin.is_existing:
            return
        for address in sociallogin.email_addresses:
            member = Member.objects.filter(email__iexact=address.email).first() if address.verified else None
            if member is not None:
                sociallogin.connect(request, member)
                return


def provider_failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """The identity provider cannot be reached, or answers nonsense."""
    log.warning("the identity provider does not answer", cause=str(error))
    return render(request, "socialaccount/authentication_error.html", status=503)


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The identity provider's answer, brought by the browser."""
    try:
        response: HttpResponse = openid_connect.callback(request, provider_id)
    except RequestException as error:
        return provider_failed(request, error)
    return response


def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the identity provider.

    By a page, as `form-action 'self'` forbids a form whose answer leads elsewhere (CSP Level 3, §6.4.1.1).
    """
    try:
        response: HttpResponse = openid_connect.login(request, provider_id)
    except RequestException as error:
        return provider_failed(request, error)
    if response.status_code == 302:
        return render(request, "socialaccount/login_redirect.html", {"redirect_to": response.headers["Location"]})
    return response
