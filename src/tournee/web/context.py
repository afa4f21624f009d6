"""What every page knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

THEME_COOKIE = "tournee_theme"
THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """The viewer, the main menu and the theme, for the frame around each page."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {
        # An error page may be drawn before the sign-in was looked at.
        "viewer": getattr(request, "user", None),
        "main_menu": main_menu(request.path),
        "theme": chosen if chosen in THEMES else "",
    }


def main_menu(path: str) -> list[dict[str, Any]]:
    """The five places of the product, and which of them `path` is in."""
    items = [
        ("/calendar/", _("Calendar"), "calendar"),
        ("/accounts/", pgettext("main menu", "Accounts"), "building"),
        ("/contacts/", _("Contacts"), "people"),
        ("/opportunities/", _("Opportunities"), "flag"),
        ("/tasks/", _("To do"), "tasks"),
    ]
    return [{"url": url, "label": label, "icon": icon, "here": path.startswith(url)} for url, label, icon in items]
