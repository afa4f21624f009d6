"""The menus: where one can go, and where one is."""

from typing import Any

from django.utils.translation import gettext as _

Item = dict[str, Any]


def main_menu(path: str) -> list[Item]:
    """The five places of the product."""
    return _marked(
        path,
        ("/calendar/", _("Calendar"), "calendar"),
        ("/accounts/", _("Accounts"), "building"),
        ("/contacts/", _("Contacts"), "people"),
        ("/opportunities/", _("Opportunities"), "flag"),
        ("/tasks/", _("To do"), "tasks"),
    )


def profile_menu(path: str) -> list[Item]:
    """My profile; passwords and second factors, which have addresses of the sign-in, belong to its security."""
    return _marked(
        "/profile/security/" if path.startswith("/sign-in/") else path,
        ("/profile/about/", _("About me"), "person"),
        ("/profile/preferences/", _("Preferences"), "settings"),
        ("/profile/security/", _("Security"), "shield"),
        ("/profile/sessions/", _("Devices"), "device"),
        ("/profile/calendar-addresses/", _("Calendar addresses"), "link"),
        ("/profile/tokens/", _("API tokens"), "key"),
        ("/profile/data/", _("My data"), "download"),
    )


def settings_menu(path: str) -> list[Item]:
    """The settings, for administrators."""
    return _marked(
        path,
        ("/settings/users/", _("Users"), "people"),
        ("/settings/teams/", _("Teams"), "team"),
        ("/settings/activity-types/", _("Activity types"), "tag"),
        ("/settings/organisation/", _("Organisation"), "building"),
        ("/settings/mail/", _("Outgoing mail"), "mail"),
        ("/settings/import/", _("Import"), "upload"),
    )


def _marked(path: str, *items: tuple[str, str, str]) -> list[Item]:
    return [{"url": url, "label": label, "icon": icon, "here": path.startswith(url)} for url, label, icon in items]
