"""Notices and outgoing mail by API."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.calendar import make_event
from tests.factories.notifications import make_message, make_notice
from tests.factories.world import Program, World
from tournee.notifications import actions
from tournee.notifications.domain.retry import NeverRetry, NoServer, NotSent, OutcomeUnknown
from tournee.notifications.models import Notice, OutgoingMessage
from tournee.notifications.providers.memory.adapter import MemoryCarrier
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db


def alert_for(member: Member, **fields: Any) -> Notice:
    """As an alert of an event in ten minutes puts it there."""
    start = timezone.now() + timedelta(minutes=10)
    event = make_event(member, start, subject="Visit", **fields)
    data = {"start": start.isoformat(timespec="seconds"), "end": event.ends_at.isoformat(timespec="seconds")}
    return make_notice(member, timezone.now(), kind="alert.due", event_id=event.pk, data=data)


def listed(ask: Program) -> Any:
    return ask("GET", "/notices").json()


def test_notices_are_listed_in_the_callers_language(world: World, program: type[Program]) -> None:
    notice, ask = alert_for(world.rep), program(world.rep)
    make_notice(world.rep, timezone.now() - timedelta(hours=1))
    body = listed(ask)
    assert body["unread"] == 2
    assert [one["kind"] for one in body["items"]] == ["alert.due", "mail.no_server"]
    first = body["items"][0]
    assert (first["id"], first["title"], first["read"]) == (str(notice.pk), "Visit", False)
    assert first["event_id"] == str(notice.event_id)
    assert first["start"] == notice.data["start"]
    world.rep.language = "fr"
    world.rep.save()
    assert "e-mails sont gardés" in listed(ask)["items"][1]["title"]


def test_nobody_lists_anothers_notices(world: World, program: type[Program]) -> None:
    alert_for(world.rep)
    for other in (world.administrator, world.manager, world.colleague, world.stranger):
        assert listed(program(other)) == {"items": [], "unread": 0, "next": None}


def kinds_heard(ask: Program) -> set[str]:
    return {one["kind"] for one in ask("GET", "/changes", {"since": 0}).json()["items"]}


def test_nobody_hears_of_anothers_notices_and_mails(world: World, program: type[Program]) -> None:
    notice = alert_for(world.rep)
    program(world.rep)("DELETE", f"/notices/{notice.pk}")
    make_message(world.rep)
    make_message(world.rep, sender=None)
    assert {"notice.changed", "mail.queued"} <= kinds_heard(program(world.rep))
    for other in (world.administrator, world.manager, world.colleague):
        assert not {"notice.changed", "mail.queued"} & kinds_heard(program(other))


def test_a_private_event_of_others_is_in_nobodys_list(world: World, program: type[Program]) -> None:
    notice = alert_for(world.rep, privacy="private")
    Notice.objects.of(world.organisation.pk).filter(pk=notice.pk).update(member=world.administrator)
    assert listed(program(world.administrator))["items"] == []


def test_some_or_all_are_marked_as_read(world: World, program: type[Program]) -> None:
    first, _, ask = alert_for(world.rep), alert_for(world.rep), program(world.rep)
    assert ask("POST", "/notices/read", {"ids": [str(first.pk)]}).json() == {"unread": 1}
    assert ask("POST", "/notices/read", {}).json() == {"unread": 0}
    assert [one["read"] for one in listed(ask)["items"]] == [True, True]


def test_one_is_put_off_until_the_start(world: World, program: type[Program]) -> None:
    notice, ask = alert_for(world.rep), program(world.rep)
    assert ask("PUT", f"/notices/{notice.pk}/snooze", {"minutes": None}).status_code == 200
    assert listed(ask)["items"] == []
    notice.refresh_from_db()
    assert notice.snoozed_until is not None
    assert notice.snoozed_until.isoformat(timespec="seconds") == notice.data["start"]


@pytest.mark.parametrize("body", [{}, {"minutes": 7}, {"minutes": "5x"}, {"minutes": 5, "hours": 1}])
def test_another_pause_is_refused(world: World, program: type[Program], body: dict[str, Any]) -> None:
    notice, ask = alert_for(world.rep), program(world.rep)
    assert ask("PUT", f"/notices/{notice.pk}/snooze", body).status_code == 422
    assert len(listed(ask)["items"]) == 1


def test_one_without_a_start_cannot_wait_for_it(world: World, program: type[Program]) -> None:
    notice = make_notice(world.rep, timezone.now())
    answer = program(world.rep)("PUT", f"/notices/{notice.pk}/snooze", {"minutes": None})
    assert (answer.status_code, answer.json()["code"]) == (409, "has_started")


def test_one_is_removed_once(world: World, program: type[Program]) -> None:
    notice, ask = alert_for(world.rep), program(world.rep)
    assert ask("DELETE", f"/notices/{notice.pk}").status_code == 204
    assert ask("DELETE", f"/notices/{notice.pk}").status_code == 404


def stopped(world: World, fault: NotSent, **fields: Any) -> OutgoingMessage:
    message = make_message(world.rep, **fields)
    actions.send_due_mail(organisation_id=world.organisation.pk, carrier=MemoryCarrier(fault))
    return message


def test_administrators_see_what_did_not_leave_and_why(world: World, program: type[Program]) -> None:
    stopped(world, NeverRetry("550 no such user"), subject="Réunion")
    stopped(world, NeverRetry("550 lea@example.org unknown"), subject="Doctor", confidential=True)
    body = program(world.administrator)("GET", "/outbox").json()
    hidden, shown = body["items"]
    assert (shown["subject"], shown["recipient"], shown["state"]) == ("Réunion", "lea@example.org", "failed")
    assert "550 no such user" in shown["reason"]
    assert shown["sender"] == {"id": str(world.rep.pk), "name": "Rita Rep"}
    assert (hidden["subject"], hidden["recipient"]) == (None, None)
    assert "lea" not in str(hidden)
    assert "Doctor" not in str(body)
    assert body["counts"] == {"failed": 2}


def test_pages_and_states(world: World, program: type[Program]) -> None:
    made = [make_message(world.rep) for _ in range(5)]
    ask, found, cursor = program(world.administrator), list[str](), None
    while True:
        page = ask("GET", "/outbox", {"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == [str(one.pk) for one in reversed(made)]
    assert ask("GET", "/outbox", {"state": "sent"}).json()["items"] == []
    assert ask("GET", "/outbox", {"state": "lost"}).status_code == 422
    assert ask("GET", "/outbox", {"cursor": "nonsense"}).status_code == 422


def test_an_unknown_outcome_is_settled_or_tried_again(world: World, program: type[Program]) -> None:
    first, second = stopped(world, OutcomeUnknown("cut")), stopped(world, OutcomeUnknown("cut"))
    ask = program(world.administrator)
    assert ask("PUT", f"/outbox/{first.pk}/arrival").json()["state"] == "sent"
    assert ask("PUT", f"/outbox/{second.pk}/attempt").json()["state"] == "waiting"
    again = ask("PUT", f"/outbox/{first.pk}/attempt")
    assert (again.status_code, again.json()["code"]) == (409, "moved_on")
    assert ask("DELETE", f"/outbox/{second.pk}").json()["state"] == "discarded"


def test_what_was_kept_is_released(world: World, program: type[Program]) -> None:
    stopped(world, NoServer(""))
    assert program(world.administrator)("POST", "/outbox/release").json() == {"released": 1}
