"""What was not caught anywhere: told as JSON to programs, as a page to people."""

import sys

from django.http import HttpRequest, HttpResponse

from tournee.api.problems import fault
from tournee.web.pages import errors


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the error is at hand."""
    if request.path.startswith("/api/"):
        return fault(request, sys.exception())
    return errors.server_error(request)
