"""Read members, teams and tokens; each through its one gate."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from . import permissions
from .errors import not_allowed, not_found
from .models import ApiToken, Member, Organisation, Team
from .permissions import Reach


def members_visible_to(viewer: Member) -> QuerySet[Member]:
    """The gate to members: everyone knows the names of his colleagues, deactivated ones included."""
    return Member.objects.filter(organisation_id=viewer.organisation_id).select_related("team").order_by("name", "id")


def teams_visible_to(viewer: Member) -> QuerySet[Team]:
    """The gate to teams: the whole tree of the organisation."""
    return Team.objects.of(viewer.organisation_id).order_by("name")


def tokens_of(viewer: Member) -> QuerySet[ApiToken]:
    """The gate to tokens: one's own."""
    return ApiToken.objects.of(viewer.organisation_id).filter(member=viewer).order_by("-created_at")


def member(viewer: Member, member_id: UUID) -> Member:
    """One colleague. Raises NotVisible."""
    found = members_visible_to(viewer).filter(pk=member_id).first()
    if found is None:
        raise not_found()
    return found


def team(viewer: Member, team_id: UUID) -> Team:
    """One team. Raises NotVisible."""
    found = teams_visible_to(viewer).filter(pk=team_id).first()
    if found is None:
        raise not_found()
    return found


def require_administrator(viewer: Member) -> None:
    """Raises NotAllowed for everyone else."""
    if not permissions.administers(viewer):
        raise not_allowed()


def readable_calendars(viewer: Member) -> Reach:
    """Whose calendars the viewer reads; computed once for a viewer object, that is once a request."""
    reach: Reach | None = viewer.__dict__.get("_readable")
    if reach is None:
        reach = viewer.__dict__["_readable"] = permissions.readable_calendars(viewer)
    return reach


def editable_calendars(viewer: Member) -> Reach:
    """In whose calendars the viewer writes; computed once for a viewer object."""
    reach: Reach | None = viewer.__dict__.get("_editable")
    if reach is None:
        reach = viewer.__dict__["_editable"] = permissions.editable_calendars(viewer)
    return reach


def team_mates(viewer: Member) -> list[UUID]:
    """`My team`: whom a manager manages; for others, their own team. The viewer is always one of them."""
    if viewer.is_manager:
        ids = permissions.editable_calendars(viewer).ids or frozenset({viewer.pk})
        active = members_visible_to(viewer).filter(pk__in=ids, is_active=True)
    elif viewer.team_id is not None:
        active = members_visible_to(viewer).filter(team_id=viewer.team_id, is_active=True)
    else:
        return [viewer.pk]
    return readable_calendars(viewer).narrow(active.values_list("id", flat=True)) or [viewer.pk]


def token_holder(secret: str, *, now: datetime) -> ApiToken | None:
    """The living token of that secret, with its member and organisation; None when unknown, expired or deactivated."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    tokens = ApiToken.objects.all()
    # The secret is what names the organisation here: 256 random bits.
    tokens.opened = True
    found = list(tokens.select_related("member__organisation").filter(digest=digest))
    return next((token for token in found if _opens(token, now)), None)


def _opens(token: ApiToken, now: datetime) -> bool:
    # Asked here, not of the database: every request of a program comes this way, and a short statement is made faster.
    member = token.member
    alive = token.expires_at is None or token.expires_at > now
    return alive and member.is_active and member.organisation_id == token.organisation_id


def organisation_of(viewer: Member) -> Organisation:
    """The viewer's organisation."""
    return viewer.organisation


def organisation_ids() -> list[UUID]:
    """Every organisation, for the worker, which acts for each in turn."""
    return list(Organisation.objects.order_by("id").values_list("id", flat=True))


def acting_member(member_id: UUID) -> Member:
    """The active member for whom another process of the product goes on. Raises NotVisible."""
    found = Member.objects.filter(pk=member_id, is_active=True).select_related("organisation").first()
    if found is None:
        raise not_found()
    return found


def lock_member(member: Member) -> None:
    """Make other writers about this member wait until the transaction ends (PostgreSQL; SQLite has one writer)."""
    Member.objects.select_for_update().filter(organisation_id=member.organisation_id, pk=member.pk).first()


def note_token_use(token: ApiToken, *, now: datetime, at_most_every: timedelta) -> None:
    """Remember when a token was last used; seldom enough not to make every read a write."""
    if token.last_used_at is None or now - token.last_used_at > at_most_every:
        ApiToken.objects.of(token.organisation_id).filter(pk=token.pk).update(last_used_at=now)
