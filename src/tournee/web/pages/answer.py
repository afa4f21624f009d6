"""Answer an invitation by the link of its mail, without signing in."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tournee.notifications import actions
from tournee.notifications.actions.inviting_letters import buttons
from tournee.notifications.actions.inviting_links import Opened, State
from tournee.organisations.models import Member

LIMIT = {"answer": "60/m/ip"}
LONGEST_COMMENT = 1000


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
        raise Http404
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
        "state": found.state.value,
        "is_open": found.state is State.OPEN,
        "changed": found.changed,
        "given": dict(buttons()).get(given, ""),
        "given_at": place.answered_at if place else None,
        "given_comment": place.comment if place else "",
        "buttons": buttons(),
        "chosen": request.GET.get("answer", "") or given,
        "whole": bool(found.row and found.row.recurrence and not found.recurrence_id),
    }
    response = render(request, "web/answer.html", facts)
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [path("answer/<str:token>/", answer, name="answer_invitation")]
