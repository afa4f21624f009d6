"""Who looks at a page."""

from django.http import HttpRequest

from tournee.organisations import permissions
from tournee.organisations.errors import not_allowed
from tournee.organisations.models import Member


def viewer_of(request: HttpRequest) -> Member:
    """The signed-in member; pages stand behind `login_required`."""
    if not isinstance(request.user, Member):
        raise not_allowed()
    return request.user


def administrator_of(request: HttpRequest) -> Member:
    """The signed-in administrator. Raises NotAllowed for everyone else."""
    viewer = viewer_of(request)
    if not permissions.administers(viewer):
        raise not_allowed()
    return viewer
