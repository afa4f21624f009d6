"""The document is true: what schemathesis makes of it never breaks the API, and every answer is as it says."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories.calendar import NOON, make_event, make_saved_filter, make_task, make_type
from tests.factories.directory import make_account, make_contact, make_opportunity
from tests.factories.organisations import make_token
from tests.factories.world import World
from tournee.api.v1.urls import api

# More than the usual run takes; how many requests were made stands at the end of the run.
EXAMPLES = int(os.environ.get("TOURNEE_SCHEMA_EXAMPLES", "12"))
sent: Counter[int] = Counter()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# An open stream never ends: tests/api/test_stream.py listens to it.
schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/")).exclude(
    operation_id="stream_changes"
)
schema.app = get_wsgi_application()
known: dict[str, list[str]] = {}
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENTS = ["2026-11-24T14:00", "2026-11-24T15:30:00+01:00", "2026-11-24", "2026-03-29T02:30"]


@pytest.fixture(autouse=True)
def connection_kept() -> Iterator[None]:
    """As Django's own test client does: a request does not end the test's connection, and with it its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module", autouse=True)
def requests_counted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Says at the end how many requests were made, and how many had each status."""
    yield
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(sent.items()))
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n{sent.total()} requests made of the document ({statuses})")  # noqa: T201 -- the figure is the point


@pytest.fixture
def caller(world: World) -> str:
    """A token that may do everything, for an administrator among records of every kind."""
    account = make_account(world.organisation)
    contact, opportunity = make_contact(world.organisation, account), make_opportunity(account)
    kind = make_type(world.rep)
    events = [
        make_event(world.administrator, account=account, opportunity=opportunity, type=kind, notes="é <b>"),
        make_event(world.rep, privacy="private"),
        make_event(world.rep, deleted_at=NOON),
    ]
    known.clear()
    known.update(
        event_id=[str(one.pk) for one in events],
        task_id=[str(make_task(owner).pk) for owner in (world.rep, world.administrator)],
        account_id=[str(account.pk)],
        contact_id=[str(contact.pk)],
        opportunity_id=[str(opportunity.pk)],
        user_id=[str(world.rep.pk), str(world.stranger.pk), str(world.administrator.pk)],
        team_id=[str(world.north.pk), str(world.sales.pk)],
        parent_id=[str(world.north.pk)],
        type_id=[str(kind.pk)],
        filter_id=[str(make_saved_filter(world.administrator).pk)],
    )
    known["owner_id"] = known["user_id"]
    return make_token(world.administrator)


@schema.hook
def map_path_parameters(_context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    return _with_known(path_parameters)


@schema.hook
def map_query(_context: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:
    return _with_known(query)


@schema.hook
def map_body(_context: Any, body: Any) -> Any:
    return _with_known(body)


def _with_known(sent: Any) -> Any:
    """Ids of records that exist, and times that can be read, in most of the places where random ones stand."""
    if not isinstance(sent, dict):
        return sent
    return {name: _known(name, value) for name, value in sent.items()}


def _known(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_with_known(one) for one in value]
    if isinstance(value, dict):
        return _with_known(value)
    choices = MOMENTS if name in {"start", "end"} else known.get(name, [])
    # What is wrong on purpose stays wrong.
    if not choices or not isinstance(value, str) or (choices is not MOMENTS and not UUID_TEXT.fullmatch(value)):
        return value
    number = sum(value.encode(errors="replace"))
    return choices[number % len(choices)] if number % 5 else value


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_the_document_says(case: schemathesis.Case, caller: str) -> None:
    if case.headers is not None and "Authorization" in case.headers:
        del case.headers["Authorization"]
    answer = case.call(headers={"Authorization": f"Bearer {caller}"})
    sent[answer.status_code] += 1
    case.validate_response(answer, checks=CHECKS)
