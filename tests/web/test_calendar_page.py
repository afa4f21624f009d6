"""The calendar's pages as the server writes them."""

import json
import re
from typing import Any
from uuid import uuid4

from django.test import Client

from tests.factories.calendar import make_event, make_task
from tests.factories.world import World
from tournee.calendar.models import Privacy
from tournee.organisations.models import Member

EVIL = "</script><script>alert(1)</script>"


def as_member(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def boot_of(page: str) -> Any:
    found = re.search(r'<script id="calendar-boot" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found.group(1))


def test_a_visitor_is_sent_to_sign_in(db: None) -> None:
    for address in ("/calendar/", "/tasks/", f"/calendar/events/{uuid4()}/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert "/sign-in/" in answer["Location"]


def test_the_page_carries_what_the_grid_needs(world: World) -> None:
    boot = boot_of(as_member(world.rep).get("/calendar/").content.decode())
    assert boot["me"]["id"] == str(world.rep.pk)
    assert boot["me"]["work_days"] == [1, 2, 3, 4, 5]
    assert boot["double_booking"] == "warn"
    by_name = {user["name"]: user for user in boot["users"]}
    assert by_name["Carl Colleague"]["reads_calendar"]
    assert not by_name["Carl Colleague"]["edits_calendar"]
    assert not by_name["Olga Other"]["reads_calendar"]
    assert "Sam Stranger" not in by_name
    assert set(boot["team"]) == {str(world.rep.pk), str(world.colleague.pk)}
    assert boot["event"] is None


def test_the_page_holds_no_script_of_its_own_and_names_cannot_end_one(world: World) -> None:
    world.colleague.name = EVIL
    world.colleague.save()
    answer = as_member(world.rep).get("/calendar/")
    page = answer.content.decode()
    assert EVIL not in page
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert " style=" not in page
    assert [user["name"] for user in boot_of(page)["users"] if user["id"] == str(world.colleague.pk)] == [EVIL]


def test_an_event_has_a_page_for_those_who_see_it(world: World) -> None:
    event = make_event(world.rep, subject="Visite Dupont")
    page = as_member(world.colleague).get(f"/calendar/events/{event.pk}/").content.decode()
    assert "Visite Dupont" in page
    assert boot_of(page)["event"] == str(event.pk)
    for stranger in (world.other_rep, world.stranger):
        assert as_member(stranger).get(f"/calendar/events/{event.pk}/").status_code == 404


def test_a_private_event_s_page_says_busy_and_nothing_else(world: World) -> None:
    event = make_event(world.rep, subject="Cardiologue", notes="Secret", privacy=Privacy.PRIVATE)
    page = as_member(world.manager).get(f"/calendar/events/{event.pk}/").content.decode()
    assert "Cardiologue" not in page
    assert "Secret" not in page
    assert "Cardiologue" in as_member(world.rep).get(f"/calendar/events/{event.pk}/").content.decode()


def test_the_to_do_page_tells_what_is_open_without_scripts(world: World) -> None:
    make_task(world.rep, subject="Rappeler Dupont")
    make_task(world.colleague, subject="Celle d'un autre")
    page = as_member(world.rep).get("/tasks/").content.decode()
    assert "Rappeler Dupont" in page
    assert "Celle d" not in page
