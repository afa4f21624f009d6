"""The trash by API: what was deleted, the way back, and from where a change came."""

from datetime import timedelta

from django.conf import settings
from django.test import Client

from tests.factories.calendar import NOON, make_event, make_series, make_task
from tests.factories.world import Program, World
from tournee.change_log.models import Change
from tournee.change_log.origin import Origin, coming_from, current_origin


def test_the_trash_holds_what_was_deleted_the_newest_first(world: World, program: type[Program]) -> None:
    event, task, series = make_event(world.rep), make_task(world.rep), make_series(world.rep)
    make_event(world.rep, subject="still there")
    ask = program(world.rep)
    for path in (f"/events/{event.pk}", f"/tasks/{task.pk}", f"/events/{series.pk}"):
        assert ask("DELETE", path).status_code == 204
    items = ask("GET", "/trash").json()["items"]
    assert [(one["kind"], one["id"]) for one in items] == [
        ("event", str(series.pk)), ("task", str(task.pk)), ("event", str(event.pk)),
    ]  # fmt: skip
    assert items[0]["gone_at"] > items[0]["deleted_at"]
    assert ask("PUT", f"/events/{series.pk}/restoration").status_code == 200
    assert len(ask("GET", "/trash").json()["items"]) == 2


def test_pages_of_the_trash_hold_each_once(world: World, program: type[Program]) -> None:
    for number in range(5):
        make_event(world.rep, deleted_at=NOON + timedelta(minutes=number // 2))
        make_task(world.rep, deleted_at=NOON)
    ask, found, cursor = program(world.rep), [], ""
    while cursor is not None:
        page = ask("GET", "/trash", {"limit": 3, **({"cursor": cursor} if cursor else {})}).json()
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert len(found) == len(set(found)) == 10
    assert ask("GET", "/trash", {"cursor": "nonsense"}).status_code == 422


def test_others_private_events_are_not_in_ones_trash(world: World, program: type[Program]) -> None:
    make_event(world.rep, deleted_at=NOON, privacy="private", subject="Secret")
    make_event(world.rep, deleted_at=NOON, subject="Open")
    assert [one["subject"] for one in program(world.manager)("GET", "/trash").json()["items"]] == ["Open"]
    assert program(world.colleague)("GET", "/trash").json()["items"] == []


def test_a_history_tells_from_where_each_change_came(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    made = ask("POST", "/events", {"subject": "x", "start": "2026-11-24T09:00:00Z"}).json()
    page = Client()
    page.force_login(world.rep, backend=settings.AUTHENTICATION_BACKENDS[0])
    sent = page.patch(f"/api/v1/events/{made['id']}", {"subject": "y"}, content_type="application/json")
    assert sent.status_code == 200, sent.content
    items = ask("GET", f"/events/{made['id']}/history").json()["items"]
    assert [one["source"] for one in items] == ["screen", "api"]


def test_what_the_product_does_by_itself_is_told_apart(world: World) -> None:
    with coming_from(Origin.IMPORT):
        series = make_series(world.rep)
    assert Change.objects.get(subject_id=series.pk).source == "import"
    assert current_origin() is Origin.SELF
