"""What every channel of alerts must do, held against each of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from tournee.notifications.domain.letter import Content
from tournee.notifications.ports import Channel, Person, Reminder
from tournee.notifications.providers.email.adapter import Email
from tournee.notifications.providers.in_app.adapter import InApp
from tournee.notifications.providers.memory.adapter import MemoryChannel
from tournee.notifications.registry import CHANNELS
from tournee.values.identifier import new_id


class Notebook:
    """A desk that writes down what it is asked for; like the real one it counts each key once."""

    def __init__(self) -> None:
        self.notices: dict[str, Reminder] = {}
        self.letters: dict[str, tuple[Reminder, Person, str, Content]] = {}

    def put_notice(self, reminder: Reminder) -> None:
        self.notices.setdefault(reminder.key, reminder)

    def post(self, reminder: Reminder, person: Person, *, subject: str, content: Content) -> None:
        self.letters.setdefault(reminder.key, (reminder, person, subject, content))


def arrived(channel: Channel, desk: Notebook) -> list[Reminder]:
    """What has reached the person, by whatever way."""
    kept = [one for one, _ in channel.delivered.values()] if isinstance(channel, MemoryChannel) else []
    return [*kept, *desk.notices.values(), *(letter[0] for letter in desk.letters.values())]


MADE: dict[str, Callable[[], Channel]] = {"in_app": InApp, "email": Email, "memory": MemoryChannel}


@pytest.fixture(params=MADE)
def channel(request: pytest.FixtureRequest) -> Channel:
    return MADE[request.param]()


def person(**fields: Any) -> Person:
    values = {"name": "Léa", "email": "lea@example.org", "language": "fr", "time_zone": "Europe/Paris", **fields}
    return Person(member_id=new_id(), **values)


def reminder(**fields: Any) -> Reminder:
    values: dict[str, Any] = {
        "key": f"alert:{new_id()}",
        "member_id": new_id(),
        "row_id": new_id(),
        "event_id": new_id(),
        "recurrence_id": "2026-11-24T14:00:00",
        "title": "Visite",
        "place": "Lyon",
        "private": False,
        "start": datetime(2026, 11, 24, 13, tzinfo=UTC),
        "end": datetime(2026, 11, 24, 14, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 24, 14, tzinfo=UTC),
        **fields,
    }
    return Reminder(**values)


WHOLE_DAY = {"start": date(2026, 11, 24), "end": date(2026, 11, 25)}


def test_every_channel_of_the_product_is_held_to_this() -> None:
    assert CHANNELS.keys() <= MADE.keys()


def test_it_goes_by_its_own_name(channel: Channel) -> None:
    assert MADE[channel.name]().name == channel.name


@pytest.mark.parametrize("times", [{}, WHOLE_DAY], ids=["an hour", "a whole day"])
def test_a_reminder_arrives(channel: Channel, times: dict[str, Any]) -> None:
    desk, one = Notebook(), reminder(**times)
    channel.deliver(one, person(), desk)
    assert arrived(channel, desk) == [one]


def test_one_key_arrives_once(channel: Channel) -> None:
    desk, one = Notebook(), reminder()
    for _ in range(2):
        channel.deliver(one, person(), desk)
    assert len(arrived(channel, desk)) == 1


@pytest.mark.parametrize("title", ["", "<b>&\"'", "a\r\nBcc: eve@evil.example", "é" * 5000])
def test_any_title_and_place_are_borne(channel: Channel, title: str) -> None:
    desk, one = Notebook(), reminder(title=title, place=title)
    channel.deliver(one, person(), desk)
    assert arrived(channel, desk) == [one]


def test_the_language_of_the_worker_stays_as_it_was(channel: Channel) -> None:
    with translation.override("en"):
        channel.deliver(reminder(), person(language="fr"), Notebook())
        assert translation.get_language() == "en"


def test_a_letter_speaks_the_persons_language_and_tells_his_own_hours() -> None:
    desk, one = Notebook(), reminder()
    Email().deliver(one, person(language="en", time_zone="America/New_York"), desk)
    ((_, _, subject, content),) = desk.letters.values()
    assert subject == "Visite – Tuesday 24 November 2026, 08:00–09:00"
    assert "Tuesday 24 November 2026, 08:00–09:00 (America/New_York)" in content.text
    assert "Lyon" in content.text
    assert f"/calendar/events/{one.event_id}/?recurrence_id=2026-11-24T14%3A00%3A00" in content.text


def test_a_letter_lets_no_markup_through() -> None:
    desk = Notebook()
    Email().deliver(reminder(title="<script>x</script>", place='"><img src=x>'), person(), desk)
    ((_, _, _, content),) = desk.letters.values()
    assert "<script" not in content.html
    assert "<img" not in content.html
