"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .menus import main_menu

THEME_COOKIE = "tournee_theme"
THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """The viewer, the main menu and the theme, for the frame around each page."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {
        # An error page may be drawn before the sign-in was looked at.
        "viewer": getattr(request, "user", None),
        "main_menu": main_menu(request.path),
        # By their own names, whatever the page's language.
        "languages": settings.LANGUAGES,
        "tile_source": settings.TILE_SOURCE,
        "theme": chosen if chosen in THEMES else "",
    }
