"""Every operation of the API × everybody whom a permission can tell apart, made from the addresses that exist."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern

from tests.api.access_table import EVERYBODY, MEMBERS, TABLE, Row
from tests.factories.calendar import (
    NOON,
    make_event,
    make_participant,
    make_proposal,
    make_saved_filter,
    make_step,
    make_task,
    make_type,
)
from tests.factories.directory import make_account, make_contact, make_opportunity
from tests.factories.notifications import make_notice, make_stopped_message
from tests.factories.organisations import make_member, make_team, make_token
from tests.factories.world import World
from tournee.api.v1.urls import api
from tournee.calendar.actions.feeds import create_feed
from tournee.directory.actions import start_import
from tournee.organisations import queries as organisations
from tournee.organisations.actions import create_token
from tournee.organisations.models import Member, Role
from tournee.values.identifier import new_id

DOCUMENT = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
OPERATIONS = {
    operation["operationId"]: (method, path)
    for path, operations in DOCUMENT.items()
    for method, operation in operations.items()
}
SECRET = "Secret of the organisation"
Records = dict[str, str]


@pytest.fixture
def records(world: World) -> Records:
    """One record of each kind, the rep's, by the names that the table uses."""
    rep, organisation = world.rep, world.organisation
    account = make_account(organisation, owner=rep, name=f"{SECRET} account")
    deleted = make_account(organisation, owner=rep, deleted_at=NOON)
    upload = start_import(
        by=world.administrator, record_type="account", file=SimpleUploadedFile("a.csv", b"name\nFrom a file\n")
    )
    found: dict[str, Any] = {
        "event": make_event(rep, subject=f"{SECRET} event"),
        "deleted_event": make_event(rep, deleted_at=NOON),
        "invitation": make_participant(make_event(rep), member=world.colleague).event,
        # Of one id with its event: the addresses of both are filled with it.
        "proposal": make_proposal(proposed := make_event(rep), id=proposed.pk),
        "task": make_task(rep, subject=f"{SECRET} task"),
        "deleted_task": make_task(rep, deleted_at=NOON),
        "account": account,
        "deleted_account": deleted,
        "contact": make_contact(organisation, account, owner=rep, family_name=SECRET),
        "deleted_contact": make_contact(organisation, account, owner=rep, deleted_at=NOON),
        "opportunity": make_opportunity(account, owner=rep, name=f"{SECRET} deal"),
        "deleted_opportunity": make_opportunity(account, owner=rep, deleted_at=NOON),
        "import": upload,
        "user": rep,
        "team": world.north,
        "empty_team": make_team(organisation, name=f"{SECRET} team"),
        "type": make_type(rep, name_en=f"{SECRET} type"),
        "filter": make_saved_filter(rep, name=f"{SECRET} filter"),
        "step": make_step(rep),
        "notice": make_notice(rep, NOON, data={"subject": SECRET}),
        "message": make_stopped_message(rep, subject=f"{SECRET} mail"),
        "feed": create_feed(by=rep, name=f"{SECRET} feed", content="busy")[0],
        "token": create_token(by=rep, name=f"{SECRET} token", scopes=["me"])[0],
    }
    return {name: str(record.pk) for name, record in found.items()}


@pytest.fixture
def ask(world: World, records: Records) -> Callable[[str, str, Row], Any]:
    """Sends an operation's request with somebody's token, and undoes what it did."""

    def send(operation: str, who: str, row: Row) -> Any:
        method, path = OPERATIONS[operation]
        address = re.sub(r"\{\w+\}", records.get(row.record, ""), path)
        client = Client(headers=credentials(world, who, operation))
        with transaction.atomic():
            answer = request(client, method, address, row, records)
            transaction.set_rollback(True)
        for member in (world.administrator, world.rep, world.manager, world.colleague, world.stranger):
            member.__dict__.pop("_readable", None)
        return answer

    return send


def request(client: Client, method: str, address: str, row: Row, records: Records) -> Any:
    if method == "get":
        return client.get(address, row.query)
    if row.text:
        query = {name: records.get(value, value) for name, value in row.query.items()}
        return client.post(f"{address}?{urlencode(query)}", row.text, content_type="text/calendar")
    body = {
        name: records.get(value, value) if name.endswith("_id") else value for name, value in (row.body or {}).items()
    }
    if row.form:
        return client.post(address, {**body, "file": SimpleUploadedFile("a.csv", b"name\nx\n")})
    return getattr(client, method)(address, body, content_type="application/json")


def credentials(world: World, who: str, operation: str) -> dict[str, str]:
    if who == "anonymous":
        return {}
    if who == "wrong_token":
        return {"Authorization": "Bearer tn_never-made"}
    if who == "deactivated":
        gone = make_member(world.organisation, role=Role.ADMINISTRATOR, team=world.north, is_active=False)
        return {"Authorization": f"Bearer {make_token(gone)}"}
    if who == "scopeless":
        return {"Authorization": f"Bearer {make_token(world.rep, *scopes_without(operation))}"}
    member: Member = getattr(world, who)
    return {"Authorization": f"Bearer {make_token(member)}"}


def scopes_without(operation: str) -> list[str]:
    parts = {"tasks", "events", "directory", "organisation", "changes", "me"}
    method, path = OPERATIONS[operation]
    (tag,) = DOCUMENT[path][method]["tags"]
    part = {"accounts": "directory", "contacts": "directory", "opportunities": "directory", "imports": "directory"}
    part |= {"search": "directory", "places": "directory", "users": "organisation", "teams": "organisation"}
    part |= {"notices": "me", "outbox": "organisation"}
    part |= {"activity-types": "organisation", "saved-filters": "events"}
    own = part.get(tag, tag)
    # Reading is less than writing.
    return sorted(parts - {own}) + ([f"{own}:read"] if method != "get" else [])


def expected(row: Row, who: str) -> int:
    if who in {"anonymous", "wrong_token", "deactivated"}:
        return 401
    if who == "scopeless" or who in row.refused:
        return 403
    return row.instead.get(who, row.status if who in row.allowed else 404)


PEOPLE = [*EVERYBODY, "anonymous", "wrong_token", "deactivated", "scopeless"]


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    assert set(TABLE) == set(OPERATIONS)


def test_every_address_of_the_api_is_in_the_document() -> None:
    own = {"openapi-json", "openapi-view", "api-root", "unknown"}
    routes = {route for name, route in addresses() if name not in own}
    assert routes == set(DOCUMENT)


def addresses() -> Iterator[tuple[str | None, str]]:
    for pattern in api.urls[0]:
        assert isinstance(pattern, URLPattern)
        route = re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        yield pattern.name, f"/api/v1/{route}"


@pytest.mark.parametrize("operation", sorted(set(TABLE) - {"stream_changes"}))
def test_each_may_do_what_the_table_says(
    operation: str, ask: Callable[[str, str, Row], Any], records: Records, world: World
) -> None:
    row = TABLE[operation]
    found = {}
    for who in PEOPLE:
        answer = ask(operation, who, row)
        found[who] = answer.status_code
        if who == "stranger":
            text = answer.content.decode()
            assert SECRET not in text
            assert not any(record_id in text for record_id in records.values())
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
    assert found == {who: expected(row, who) for who in PEOPLE}


@pytest.mark.parametrize("who", ["anonymous", "wrong_token", "deactivated", "scopeless"])
def test_the_stream_is_closed_to_whoever_may_not_hear(who: str, ask: Callable[[str, str, Row], Any]) -> None:
    assert ask("stream_changes", who, TABLE["stream_changes"]).status_code == expected(TABLE["stream_changes"], who)


@pytest.mark.parametrize("path", sorted(DOCUMENT))
def test_no_address_knows_other_methods(path: str, world: World) -> None:
    client = Client(headers={"Authorization": f"Bearer {make_token(world.administrator)}"})
    address = re.sub(r"\{\w+\}", str(new_id()), path)
    for method in {"get", "post", "put", "patch", "delete"} - set(DOCUMENT[path]):
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


LISTS_OF_THE_CALENDAR = ["list_events", "list_tasks", "search"]


@pytest.mark.parametrize("operation", LISTS_OF_THE_CALENDAR)
def test_lists_hold_only_what_the_asker_may_see(operation: str, ask: Callable[[str, str, Row], Any]) -> None:
    for who in MEMBERS:
        text = ask(operation, who, TABLE[operation]).content.decode()
        shown = f"{SECRET} event" in text or f"{SECRET} task" in text
        assert shown == (who in {"rep", "colleague", "manager", "administrator"}), who


EVENT = {"subject": "x", "start": "2026-11-24T09:00:00Z"}
FOREIGN_BODIES = [
    ("/events", EVENT, ["owner_id", "account_id", "opportunity_id", "type_id"]),
    ("/tasks", {"subject": "x"}, ["owner_id", "account_id", "opportunity_id"]),
    ("/accounts", {"name": "x"}, ["owner_id"]),
    ("/contacts", {"family_name": "x"}, ["account_id"]),
    ("/opportunities", {"name": "x"}, ["account_id"]),
    ("/users", {"email": "new@example.org", "name": "x"}, ["team_id"]),
    ("/teams", {"name": "x"}, ["parent_id"]),
]


@pytest.mark.parametrize(
    ("path", "body", "name"), [(path, body, name) for path, body, names in FOREIGN_BODIES for name in names]
)
def test_another_organisation_s_ids_in_a_body_are_unknown(
    world: World, records: Records, path: str, body: dict[str, Any], name: str
) -> None:
    kind = {"owner_id": "user", "parent_id": "team"}.get(name, name.removesuffix("_id"))
    client = Client(headers={"Authorization": f"Bearer {make_token(world.stranger)}"})
    answer = client.post(f"/api/v1{path}", {**body, name: records[kind]}, content_type="application/json")
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["fields"]) == [name]
    unknown = client.post(f"/api/v1{path}", {**body, name: str(new_id())}, content_type="application/json")
    # An id that exists elsewhere is told apart from one that exists nowhere by nothing.
    assert (unknown.status_code, unknown.json()) == (answer.status_code, answer.json())


@pytest.mark.parametrize("person", ["user_id", "contact_id"])
def test_another_organisation_s_people_cannot_be_invited(world: World, records: Records, person: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {make_token(world.stranger)}"})
    record_id = records[person.removesuffix("_id")]
    body = {"subject": "x", "start": "2026-11-24T09:00:00Z", "participants": [{person: record_id}]}
    answer = client.post("/api/v1/events", body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["participants"])


FOREIGN_FILTERS = [
    ("/events", "owner", "user"),
    ("/events", "account", "account"),
    ("/events", "opportunity", "opportunity"),
    ("/events", "type", "type"),
    ("/tasks", "owner", "user"),
    ("/tasks", "account", "account"),
    ("/tasks", "opportunity", "opportunity"),
    ("/accounts", "owner", "user"),
    ("/contacts", "account", "account"),
    ("/opportunities", "account", "account"),
]


@pytest.mark.parametrize(("path", "name", "kind"), FOREIGN_FILTERS)
def test_another_organisation_s_ids_in_a_filter_find_nothing(
    world: World, records: Records, path: str, name: str, kind: str
) -> None:
    client = Client(headers={"Authorization": f"Bearer {make_token(world.stranger)}"})
    query = {name: records[kind], "start": "2026-11-01", "end": "2026-12-01"}
    assert client.get(f"/api/v1{path}", query).json()["items"] == []


def test_cursors_of_another_organisation_lead_nowhere_else(world: World, records: Records) -> None:
    for _ in range(3):
        make_event(world.rep)
        make_account(world.organisation)
    ours = Client(headers={"Authorization": f"Bearer {make_token(world.rep)}"})
    theirs = Client(headers={"Authorization": f"Bearer {make_token(world.stranger)}"})
    for path in ("/events", "/accounts"):
        query = {"start": "2026-11-01", "end": "2026-12-01", "limit": 1}
        cursor = ours.get(f"/api/v1{path}", query).json()["next"]
        assert cursor
        assert theirs.get(f"/api/v1{path}", {**query, "cursor": cursor}).json()["items"] == []


def test_a_manager_without_a_team_reaches_his_own_calendar_only(world: World, records: Records) -> None:
    lone = make_member(world.organisation, role=Role.MANAGER)
    assert organisations.editable_calendars(lone).ids == frozenset({lone.pk})
    client = Client(headers={"Authorization": f"Bearer {make_token(lone)}"})
    assert client.get(f"/api/v1/events/{records['event']}").status_code == 404
