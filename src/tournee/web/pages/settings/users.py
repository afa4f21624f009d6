"""Who signs in, with which role, in which team."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tournee.organisations import queries
from tournee.organisations.actions import create_member, invite_member, password_link, update_member
from tournee.organisations.models import Member
from tournee.values.refusal import Conflict

from ...forms.refusals import save
from ...forms.settings import NewUserForm, UserForm
from ..viewing import administrator_of
from .team_tree import team_choices

ON_A_PAGE = 100


@login_required
def users(request: HttpRequest) -> HttpResponse:
    """Everybody, those whose access has ended last."""
    viewer = administrator_of(request)
    # PostgreSQL takes no NUL, not even in a text to look for.
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = queries.members_visible_to(viewer).order_by("-is_active", "name", "id")
    if wanted:
        found = found.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/settings/users.html", {"page": page, "q": wanted})


@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Add somebody; the answer shows the link by which he chooses a password."""
    viewer = administrator_of(request)
    form = NewUserForm(
        request.POST or None,
        teams=team_choices(queries.teams_visible_to(viewer)),
        initial={"language": viewer.organisation.language},
    )
    made: list[Member] = []

    def create() -> None:
        fields = {name: form.cleaned_data[name] for name in ("name", "email", "role", "team_id", "language")}
        made.append(create_member(by=viewer, **fields))

    if request.method == "POST" and save(form, create):
        return _with_link(request, made[0], viewer, by_mail=form.cleaned_data["invite"])
    return render(request, "web/settings/user_new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
def edit(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Change name, address, role, team; end or reopen access."""
    viewer = administrator_of(request)
    member = queries.member(viewer, member_id)
    names = ("name", "email", "role", "language", "time_zone", "version")
    form = UserForm(
        request.POST or None,
        teams=team_choices(queries.teams_visible_to(viewer)),
        initial={**{name: getattr(member, name) for name in names}, "team_id": str(member.team_id or "")},
    )
    if request.method == "POST":
        if save(form, lambda: update_member(member_id=member_id, by=viewer, **form.sent())):
            messages.success(request, _("The user is saved."))
            return redirect("settings_users")
        form.renew(queries.member(viewer, member_id).version)
    context = {"form": form, "member": member}
    return render(request, "web/settings/user.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_POST
def invite(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Send the link again, and show it."""
    viewer = administrator_of(request)
    return _with_link(request, queries.member(viewer, member_id), viewer, by_mail=True)


@login_required
@require_POST
def access(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """End somebody's access, or open it again."""
    viewer = administrator_of(request)
    opened = request.POST.get("open") == "yes"
    try:
        member = update_member(member_id=member_id, by=viewer, is_active=opened)
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
        return redirect("settings_user", member_id=member_id)
    said = _("%(name)s can sign in again.") if opened else _("%(name)s can no longer sign in.")
    messages.success(request, said % {"name": member.name})
    return redirect("settings_users")


def _with_link(request: HttpRequest, member: Member, viewer: Member, *, by_mail: bool) -> HttpResponse:
    link = invite_member(member_id=member.pk, by=viewer) if by_mail else password_link(member)
    context = {
        "member": member,
        "link": link,
        "by_mail": by_mail,
        "mail_is_sent": "smtp" in settings.MAILERS["default"]["BACKEND"],
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    return render(request, "web/settings/user_link.html", context)
