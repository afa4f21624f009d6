"""A calendar at a secret address: what it tells to whom, and that it can be ended."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories.calendar import make_event, make_participant
from tests.factories.world import Program, World
from tournee.calendar.models import CalendarFeed
from tournee.web.pages.feeds import MOST_A_MINUTE


@pytest.fixture(autouse=True)
def soon(world: World) -> None:
    cache.clear()


def made(world: World, program: type[Program], content: str = "details") -> tuple[str, str]:
    answer = program(world.rep)("POST", "/calendar-feeds", {"name": "Phone", "content": content})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    return told["id"], re.sub(r"^https?://[^/]+", "", told["address"])


def soon_event(world: World, **fields: Any) -> Any:
    return make_event(world.rep, timezone.now(), **fields)


def lines(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode()).replace("\r\n ", "")


def test_an_address_shows_the_calendar_without_signing_in(world: World, program: type[Program]) -> None:
    soon_event(world, subject="Call Lyon", notes="bring samples")
    make_event(world.rep, timezone.now() - timedelta(days=900), subject="Years ago")
    _id, address = made(world, program)
    answer = Client().get(address)
    text = lines(answer)
    assert "SUMMARY:Call Lyon" in text
    assert "DESCRIPTION:bring samples" in text
    assert "Years ago" not in text
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=300"
    assert not answer.cookies


def test_a_busy_address_tells_only_when(world: World, program: type[Program]) -> None:
    event = soon_event(world, subject="Secret call", notes="secret", address="secret street", uid="secret-uid")
    make_participant(event, email="secret@example.org")
    soon_event(world, subject="Free", busy=False)
    _id, address = made(world, program, "busy")
    text = lines(Client().get(address))
    assert "secret" not in text.lower()
    assert text.count("BEGIN:VEVENT") == 1


def test_a_revoked_address_is_as_unknown_as_none(world: World, program: type[Program]) -> None:
    feed_id, address = made(world, program)
    assert program(world.rep)("DELETE", f"/calendar-feeds/{feed_id}").status_code == 204
    gone = Client().get(address)
    never = Client().get(address.replace(feed_id.replace("-", "")[:8], "0" * 8))
    assert (gone.status_code, gone.content) == (never.status_code, never.content) == (404, b"")


def test_an_address_with_another_secret_is_unknown(world: World, program: type[Program]) -> None:
    _id, address = made(world, program)
    secret = address.removesuffix(".ics")
    other = f"{secret[:-3]}{'AAA' if not secret.endswith('AAA') else 'BBB'}.ics"
    assert Client().get(other).status_code == 404


def test_an_address_of_somebody_who_left_is_unknown(world: World, program: type[Program]) -> None:
    _id, address = made(world, program)
    type(world.rep).objects.filter(pk=world.rep.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_the_secret_is_not_kept(world: World, program: type[Program]) -> None:
    _id, address = made(world, program)
    secret = address.split("-", 1)[1].removesuffix(".ics")
    row = CalendarFeed.objects.of(world.organisation.pk).values().get()
    assert secret not in str(row)
    assert secret not in program(world.rep)("GET", "/calendar-feeds").content.decode()


def test_what_did_not_change_is_not_sent_again(world: World, program: type[Program]) -> None:
    event = soon_event(world, subject="Call")
    _id, address = made(world, program)
    first = Client().get(address)
    same = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    program(world.rep)("DELETE", f"/events/{event.pk}")
    assert "Call" not in lines(Client().get(address, headers={"If-None-Match": first["ETag"]}))


def test_whoever_asks_all_the_time_has_to_wait(world: World, program: type[Program]) -> None:
    _id, address = made(world, program)
    answers = [Client().get(address) for _ in range(2 * MOST_A_MINUTE + 1)]
    assert answers[0].status_code == 200
    # A new minute may begin among them: one of the two then has more than its share.
    refused = [answer for answer in answers if answer.status_code == 429]
    assert {answer["Retry-After"] for answer in refused} == {"60"}
