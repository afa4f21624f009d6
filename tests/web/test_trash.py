"""The trash: what one sees of what was deleted, and the way back."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories.calendar import make_event, make_task
from tests.factories.world import World
from tests.web.conftest import SignIn
from tournee.calendar.models import Event
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db


def lines(page: str) -> list[str]:
    """The lines of the list as text."""
    found = re.findall(r'<li class="list__item">(.*?)</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in found]


def test_each_line_says_when_it_was_on_the_clocks_of_its_reader(world: World, sign_in: SignIn) -> None:
    Member.objects.filter(pk=world.rep.pk).update(time_zone="America/New_York")
    start, now = datetime(2026, 12, 1, 8, 30, tzinfo=UTC), timezone.now()
    make_event(world.rep, start, subject="Visit", deleted_at=now - timedelta(minutes=1))
    days = {"all_day": True, "starts_on": date(2026, 12, 5), "ends_on": date(2026, 12, 6)}
    make_event(world.rep, subject="Fair", deleted_at=now - timedelta(minutes=2), **days)
    make_task(world.rep, subject="Call back", deleted_at=now - timedelta(minutes=3))
    visit, fair, task = lines(sign_in(world.rep).get("/trash/").content.decode())
    assert visit.startswith("Visit Tuesday 1 December 2026, 03:30–04:30 Rita Rep · deleted a minute ago")
    assert fair.startswith("Fair Saturday 5 December 2026, all day Rita Rep")
    assert task.startswith("Call back Reminder Rita Rep")


def test_an_event_without_a_title_can_be_named_and_taken_back(world: World, sign_in: SignIn) -> None:
    event, client = make_event(world.rep, subject="", deleted_at=timezone.now()), sign_in(world.rep)
    page = client.get("/trash/").content.decode()
    assert 'aria-label="Restore Event without a title"' in page
    assert client.post(f"/trash/event/{event.pk}/").status_code == 302
    assert Event.objects.of(world.organisation.pk).get(pk=event.pk).deleted_at is None


def test_an_empty_trash_says_what_it_is_for(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.rep).get("/trash/").content.decode()
    assert "What you delete in the calendar or under To do can be taken back from here." in page
