"""What every page knows."""

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """The viewer, for the frame around each page."""
    return {"viewer": request.user}
