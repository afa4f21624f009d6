"""Answer an invitation by the link of its mail, without signing in."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tournee.calendar.models import Proposal, Verdict
from tournee.notifications import actions
from tournee.notifications.actions.inviting_letters import buttons
from tournee.notifications.actions.inviting_links import Opened
from tournee.notifications.wording import when
from tournee.organisations.models import Member

LIMIT = {"answer": "60/m/ip"}
LONGEST_COMMENT = 1000
GIVEN = {
    "accepted": gettext_lazy("You have accepted."),
    "tentative": gettext_lazy("You have answered: maybe."),
    "declined": gettext_lazy("You have declined."),
}


# Whoever has the address may answer, from wherever: a forger would need the address and then needs no form of ours.
# Mail programs that show pages themselves often keep no cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the event with three buttons. Looking at it answers nothing: programs that check mails open links."""
    if not ratelimit.consume(request, app="tournee.web", action="answer", config=LIMIT, limit_get=True):
        too_often: HttpResponse = ratelimit.respond_429(request)
        return too_often
    found = actions.open_link(token, now=timezone.now())
    if found is None:
        # Guests have no account: the pages that other addresses offer are none of theirs.
        return _kept_private(render(request, "web/answer.html", {"state": "unknown"}, status=404))
    _speak(request, found)
    said, comment = request.POST.get("answer", ""), _plain(request.POST.get("comment", ""))
    if request.method == "POST" and said in dict(buttons()):
        actions.answer_by_link(token, answer=said, comment=comment, now=timezone.now())
        return redirect(request.path)
    return _page(request, found)


def _speak(request: HttpRequest, found: Opened) -> None:
    """In the guest's language, unless he has chosen another here."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and not isinstance(request.user, Member):
        translation.activate(found.invitation.language)
        request.LANGUAGE_CODE = translation.get_language()


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t").strip()[:LONGEST_COMMENT]


def _page(request: HttpRequest, found: Opened) -> HttpResponse:
    place = found.place
    given = place.answer if place and place.answered_at else ""
    facts = {
        "facts": actions.facts_of(found),
        "owner": found.row.owner if found.row else None,
        "owner_address": found.row.owner.email.partition("@") if found.row else (),
        "state": found.state.value,
        "changed": found.changed,
        "given": GIVEN.get(given, ""),
        "given_at": place.answered_at if place else None,
        "given_comment": place.comment if place else "",
        "proposed": _proposed(found),
        "buttons": buttons(),
        "chosen": request.GET.get("answer", "") or given,
        "whole": bool(found.row and found.row.recurrence and not found.recurrence_id),
    }
    return _kept_private(render(request, "web/answer.html", facts))


def _proposed(found: Opened) -> str:
    """The other time that the guest's mail program proposed, while nobody has decided; "" where there is none."""
    invitation = found.invitation
    open_ones = Proposal.objects.of(invitation.organisation_id).filter(
        event_id=invitation.event.event_id, recurrence_id=found.recurrence_id, verdict=Verdict.OPEN
    )
    proposal = open_ones.filter(email=invitation.address).first()
    if proposal is None:
        return ""
    span = proposal.times.span
    return when(span.start, span.end, invitation.time_zone or proposal.time_zone)


def _kept_private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [path("answer/<str:token>/", answer, name="answer_invitation")]
