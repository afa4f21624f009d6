"""Outgoing mail: what left, what did not and why, and what to do about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tournee.notifications import actions, queries
from tournee.notifications.models import Outgoing, OutgoingMessage
from tournee.values.refusal import Conflict

from ..viewing import administrator_of

ON_A_PAGE = 50
# What may be done with a message, by its state; each is an action and the words of its button.
SEND, ARRIVED, DISCARD = "send", "arrived", "discard"
OFFERED: dict[str, tuple[str, ...]] = {
    Outgoing.WAITING: (DISCARD,),
    Outgoing.FAILED: (SEND, DISCARD),
    Outgoing.UNKNOWN: (SEND, ARRIVED, DISCARD),
    Outgoing.NO_SERVER: (SEND, DISCARD),
}
DEEDS: dict[str, Callable[..., OutgoingMessage]] = {
    SEND: actions.send_again,
    ARRIVED: actions.mark_arrived,
    DISCARD: actions.discard_message,
}
LABELS = {SEND: _("Send again"), ARRIVED: _("It arrived"), DISCARD: _("Discard")}
DONE = {
    SEND: _("It is sent again."),
    ARRIVED: _("Noted: it arrived."),
    DISCARD: _("It is discarded, and will not be sent."),
}
WRONG = {Outgoing.FAILED, Outgoing.UNKNOWN, Outgoing.NO_SERVER}


@login_required
def outgoing_mail(request: HttpRequest) -> HttpResponse:
    """The list, newest first, of one state or of all."""
    viewer = administrator_of(request)
    chosen = request.GET.get("state", "")
    found = queries.outgoing(viewer).order_by("-created_at", "-pk")
    if chosen in Outgoing.values:
        found = found.filter(state=chosen)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    counts = queries.mail_counts(viewer)
    has_server = actions.has_mail_server()
    context = {
        "page": page,
        "rows": [_row(queries.mail_line(viewer, message), has_server=has_server) for message in page],
        "states": [(one.value, one.label, counts[one]) for one in Outgoing if counts.get(one)],
        "chosen": chosen if chosen in Outgoing.values else "",
        "kept": counts.get(Outgoing.NO_SERVER, 0),
        "mail_server": has_server,
    }
    return render(request, "web/settings/mail.html", context)


def _row(line: queries.MailLine, *, has_server: bool) -> dict[str, Any]:
    message = line.message
    offered = OFFERED.get(message.state, ())
    return {
        "line": line,
        "message": message,
        "wrong": message.state in WRONG,
        # The state itself says it; and meanwhile there may be a server.
        "reason": "" if message.state == Outgoing.NO_SERVER else line.reason,
        # After a first attempt only: what has just been written leaves at once.
        "next_try_at": message.next_try_at if message.state == Outgoing.WAITING and message.tries else None,
        # Without a server nothing can be sent: the page says so above.
        "deeds": [(deed, LABELS[deed]) for deed in offered if has_server or deed != SEND],
    }


@login_required
@require_POST
def act(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Send again, settle or discard one."""
    viewer = administrator_of(request)
    chosen = request.POST.get("deed", "")
    if chosen in DEEDS:
        try:
            DEEDS[chosen](message_id=message_id, by=viewer)
            messages.success(request, DONE[chosen])
        except Conflict as refusal:
            messages.error(request, str(refusal.message))
    return _back_to(request.POST.get("state", ""))


def _back_to(state: str) -> HttpResponse:
    query = f"?state={state}" if state in Outgoing.values else ""
    return redirect(reverse("settings_mail") + query)


@login_required
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Send all that was kept for want of a mail server and is still about the future."""
    count = actions.release_kept_mail(by=administrator_of(request))
    text = ngettext("%(count)d message is on its way.", "%(count)d messages are on their way.", count)
    messages.success(request, text % {"count": count})
    return redirect("settings_mail")
