"""What happened since a number: page after page, for whoever may hear of it; and what a stream does about too much."""

import pytest

from tests.factories.calendar import make_event, make_task
from tests.factories.world import Program, World
from tournee.api.live import log_reader, stream
from tournee.api.v1 import changes as endpoint
from tournee.calendar import actions
from tournee.change_log.actions import Entry, record_all
from tournee.values.identifier import new_id


def log(world: World, count: int, *, kind: str = "account.changed", owner: object = None) -> None:
    entries = [Entry(kind, new_id(), owner_id=owner) for _ in range(count)]  # type: ignore[arg-type]
    record_all(entries, organisation_id=world.organisation.pk, by_id=world.rep.pk)


def test_nothing_is_cut_off_however_long_ago(world: World, program: type[Program]) -> None:
    log(world, 7)
    ask, found, query = program(world.colleague), [], {"since": 0, "limit": 3}
    while True:
        page = ask("GET", "/changes", query).json()
        found += [one["number"] for one in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert (found, page["last"]) == (list(range(1, 8)), 7)


def test_a_number_that_is_still_to_come_brings_nothing(world: World, program: type[Program]) -> None:
    log(world, 2)
    for since in (2, 3, endpoint.LARGEST_NUMBER):
        answer = program(world.rep)("GET", "/changes", {"since": since}).json()
        assert answer == {"items": [], "next": None, "last": 2}


@pytest.mark.parametrize("query", [{"since": -1}, {"since": "x"}, {"since": 2**63}, {"limit": 0}, {"limit": 1001}])
def test_numbers_that_cannot_be_are_refused(world: World, program: type[Program], query: dict[str, object]) -> None:
    answer = program(world.rep)("GET", "/changes", query)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, list(query))


def test_whoever_hears_little_of_much_gets_empty_pages_that_go_on(
    world: World, program: type[Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "LOOKED_AT", 5)
    log(world, 12, kind="event.moved", owner=world.other_rep.pk)
    log(world, 1)
    ask = program(world.colleague)
    pages = [ask("GET", "/changes", {"since": 0}).json()]
    while pages[-1]["next"]:
        pages.append(ask("GET", "/changes", {"since": 0, "cursor": pages[-1]["next"]}).json())
    assert [[one["number"] for one in page["items"]] for page in pages] == [[], [], [13]]


def test_others_private_events_do_not_say_who_did_it(world: World, program: type[Program]) -> None:
    event = make_event(world.rep, privacy="private")
    actions.update_event(event_id=event.pk, by=world.rep, sent={"subject": "Doctor"})
    told = {name: program(getattr(world, name))("GET", "/changes").json()["items"] for name in ("rep", "colleague")}
    assert told["rep"][0]["by"] == {"id": str(world.rep.pk), "name": "Rita Rep"}
    assert (told["colleague"][0]["kind"], told["colleague"][0]["by"]) == ("event.changed", None)


def test_history_leaves_out_what_is_said_to_one_calendar_alone(world: World, program: type[Program]) -> None:
    event, task = make_event(world.rep), make_task(world.rep)
    sent = {"owner_id": world.other_rep.pk, "participants": [{"user_id": world.rep.pk}]}
    actions.update_event(event_id=event.pk, by=world.administrator, sent=sent)
    actions.update_event(event_id=event.pk, by=world.administrator, sent={"participants": []})
    lines = program(world.administrator)("GET", f"/events/{event.pk}/history").json()["items"]
    assert [one["kind"] for one in lines] == ["event.changed", "event.changed"]
    assert task.version == 1


def test_a_stream_that_missed_too_much_is_told_to_read_anew(world: World) -> None:
    log(world, 4)
    ids = world.organisation.pk, world.rep.pk
    assert log_reader.missed(*ids, 0, 4, 3) is None
    assert [one.number for one in log_reader.missed(*ids, 0, 4, 4) or []] == [1, 2, 3, 4]
    assert [one.number for one in log_reader.missed(*ids, 2, 3, 1) or []] == [3]
    assert stream.MOST_MISSED < endpoint.LOOKED_AT
