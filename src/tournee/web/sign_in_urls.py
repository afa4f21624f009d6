"""Addresses of the sign-in: of allauth's pages only those that a member needs.

Left out: changing one's address (the administrator's affair) and codes by mail. Signing up answers that it is closed.
"""

from allauth.account import views as account
from allauth.socialaccount import views as socialaccount
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from .sign_in import come_back, single_sign_on

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # The overview of the second factors is part of My profile.
    path("2fa/", RedirectView.as_view(pattern_name="profile_security"), name="mfa_index"),
    path("2fa/webauthn/", RedirectView.as_view(pattern_name="profile_security"), name="mfa_list_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sso/cancelled/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
    path("sso/error/", socialaccount.login_error, name="socialaccount_login_error"),
    path("sso/signup/", socialaccount.signup, name="socialaccount_signup"),
    path("sso/connections/", RedirectView.as_view(pattern_name="profile_security"), name="socialaccount_connections"),
    path("oidc/<slug:provider_id>/login/", single_sign_on, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", come_back, name="openid_connect_callback"),
]
