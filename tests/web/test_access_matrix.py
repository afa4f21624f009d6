"""Every address of the pages × everybody whom a permission can tell apart, made from the addresses that exist."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.api.access_table import EVERYBODY
from tests.factories.calendar import NOON, make_event, make_task, make_type
from tests.factories.directory import make_account, make_contact, make_opportunity
from tests.factories.notifications import make_message, make_notice
from tests.factories.organisations import make_member, make_team
from tests.factories.world import World
from tests.web.access_table import OPEN, PAGES, SIGN_IN, Access
from tournee.calendar.actions.feeds import create_feed
from tournee.change_log.models import Change
from tournee.directory.actions import check_import, start_import
from tournee.organisations.actions import create_token
from tournee.organisations.models import Member, Role
from tournee.values.identifier import new_id

(BACKEND,) = settings.AUTHENTICATION_BACKENDS
LENGTH_OF_ID = 36
SECRET = "Secret of the organisation"
KEY_OF_A_PASSWORD = "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
OUTSIDE = ("anonymous", "deactivated")
PEOPLE = (*EVERYBODY, *OUTSIDE)
Records = dict[str, str]
Send = Callable[..., Any]


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from addresses(pattern, route)


ROUTES = {route for route in addresses(get_resolver()) if not route.startswith("api/")}


@pytest.fixture
def records(world: World) -> Records:
    """One record of each kind, the rep's, by the names that the table uses."""
    rep, organisation = world.rep, world.organisation
    account = make_account(organisation, owner=rep, name=f"{SECRET} account")
    gone = make_account(organisation, owner=rep, deleted_at=NOON)
    upload = start_import(
        by=world.administrator, record_type="account", file=SimpleUploadedFile("a.csv", b"name\nFrom a file\n")
    )
    check_import(organisation_id=organisation.pk, subject_id=upload.pk)
    make_task(rep, subject=f"{SECRET} task")
    found: dict[str, Any] = {
        "event": make_event(rep, subject=f"{SECRET} event", account=account),
        "deleted_event": make_event(rep, deleted_at=NOON),
        "deleted_task": make_task(rep, deleted_at=NOON),
        "account": account,
        "deleted_account": gone,
        "contact": make_contact(organisation, account, owner=rep, family_name=f"{SECRET} contact"),
        "deleted_contact": make_contact(organisation, account, owner=rep, deleted_at=NOON),
        "opportunity": make_opportunity(account, owner=rep, name=f"{SECRET} opportunity"),
        "deleted_opportunity": make_opportunity(account, owner=rep, deleted_at=NOON),
        "user": rep,
        "team": world.north,
        "empty_team": make_team(organisation, name=f"{SECRET} team"),
        "type": make_type(rep, name_en=f"{SECRET} type"),
        "import": upload,
        "token": create_token(by=rep, name=f"{SECRET} token", scopes=["me"])[0],
        "feed": create_feed(by=rep, name=f"{SECRET} address", content="details")[0],
        "message": make_message(rep, subject=SECRET),
        "notice": make_notice(rep, timezone.now(), kind="alert.due", data={"start": ""}),
        "session": UserSession.objects.create(user=rep, session_key="k" * 32, ip="192.0.2.1", user_agent=SECRET),
    }
    return {**{name: str(record.pk) for name, record in found.items()}, "kind": "account"}


def browser(world: World, who: str, **options: Any) -> Client:
    client = Client(**options)
    if who == "deactivated":
        gone = make_member(world.organisation, role=Role.ADMINISTRATOR, team=world.north)
        client.force_login(gone, backend=BACKEND)
        Member.objects.filter(pk=gone.pk).update(is_active=False)
    elif who != "anonymous":
        client.force_login(getattr(world, who), backend=BACKEND)
    return client


@pytest.fixture
def send(world: World, records: Records) -> Send:
    """Sends a page's request as somebody, and undoes what it did."""

    def sent(route: str, method: str, who: str, access: Access, **options: Any) -> tuple[Any, str, int]:
        address = "/" + re.sub(r"<\w+:\w+>", records.get(PAGES[route].record, ""), route)
        with transaction.atomic():
            client = browser(world, who, **options)
            before = Change.objects.count()
            answer = getattr(client, method)(address, body(access, records))
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            changes = Change.objects.count() - before
            transaction.set_rollback(True)
        return answer, content.decode(), changes

    return sent


def body(access: Access, records: Records) -> dict[str, Any]:
    sent = {
        name: records.get(value, value) if name.endswith("_id") and isinstance(value, str) else value
        for name, value in access.sent.items()
    }
    if "file" in sent:
        sent["file"] = SimpleUploadedFile("a.csv", b"name\nx\n")
    return sent


def expected(access: Access, who: str) -> int:
    if who in OUTSIDE:
        return 302
    if who in access.refused:
        return 403
    if who == "stranger" and access.to_stranger:
        return access.to_stranger
    return access.status if who in access.allowed else 404


def test_every_page_has_a_row_and_every_row_a_page() -> None:
    assert set(PAGES) | set(OPEN) | set(SIGN_IN) == ROUTES


READS = [(route, "get", page.read) for route, page in PAGES.items() if page.read]
WRITES = [(route, "post", page.write) for route, page in PAGES.items() if page.write]
names = [f"{method} /{route}" for route, method, _access in READS + WRITES]


@pytest.mark.parametrize(("route", "method", "access"), READS + WRITES, ids=names)
def test_each_may_do_what_the_table_says(route: str, method: str, access: Access, send: Send, records: Records) -> None:
    found = {}
    for who in PEOPLE:
        answer, text, changes = send(route, method, who, access)
        found[who] = answer.status_code
        if who in OUTSIDE:
            assert answer["Location"].startswith("/sign-in/login/?next=/")
        if who == "stranger" or answer.status_code in {403, 404}:
            text = without_echo(text, body(access, records))
            assert SECRET not in text
        if who == "stranger":
            assert not any(record_id in text for record_id in records.values() if len(record_id) == LENGTH_OF_ID)
        if answer.status_code >= 400 or who in OUTSIDE:
            assert changes == 0
    assert found == {who: expected(access, who) for who in PEOPLE}


@pytest.mark.parametrize("route", [route for route, page in PAGES.items() if page.read is None])
def test_what_writes_is_not_opened(route: str, send: Send) -> None:
    answer, _text, changes = send(route, "get", "administrator", Access())
    assert (answer.status_code, changes) == (405, 0)


@pytest.mark.parametrize("route", [route for route, page in PAGES.items() if page.write is None])
def test_what_is_read_writes_nothing(route: str, send: Send) -> None:
    answer, _text, changes = send(route, "post", "rep", PAGES[route].read)
    assert (answer.status_code < 500, changes) == (True, 0)


@pytest.mark.parametrize(("route", "method", "access"), WRITES, ids=[f"/{route}" for route, *_rest in WRITES])
def test_no_form_is_taken_from_another_site(route: str, method: str, access: Access, send: Send) -> None:
    answer, _text, changes = send(route, method, "rep", access, enforce_csrf_checks=True)
    assert (answer.status_code, changes) == (403, 0)


def without_echo(text: str, sent: dict[str, Any]) -> str:
    """A page without what its form was sent."""
    for value in sent.values():
        if isinstance(value, str) and len(value) > 2:
            text = text.replace(value, "")
    return text


RECORDS = [(route, page) for route, page in PAGES.items() if "<uuid:" in route]


@pytest.mark.parametrize("route", [route for route, _page in RECORDS])
def test_another_organisation_s_record_is_as_unknown_as_none(route: str, send: Send, records: Records) -> None:
    page = PAGES[route]
    method, access = ("get", page.read) if page.read else ("post", page.write)
    theirs = send(route, method, "stranger", access)
    records[page.record] = str(new_id())
    none = send(route, method, "stranger", access)
    assert theirs[0].status_code == none[0].status_code == expected(access, "stranger")
    assert (shape(theirs[1]), theirs[2]) == (shape(none[1]), none[2])


def shape(text: str) -> str:
    """A page without what differs from one answer to the next."""
    return re.sub(
        r"[0-9a-f-]{36}|csrfmiddlewaretoken\" value=\"\w+|csrf-token\" content=\"\w+|nonce=\"[^\"]+", "", text
    )


@pytest.mark.parametrize("who", OUTSIDE)
def test_a_part_of_a_page_is_never_the_sign_in_page(who: str, world: World) -> None:
    answer = browser(world, who).get("/accounts/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize("route", SIGN_IN)
def test_the_sign_in_lets_each_as_far_as_the_table_says(route: str, world: World) -> None:
    address = "/" + re.sub(r"<\w+:\w+>", "1", route.replace(KEY_OF_A_PASSWORD, "password/reset/key/1-x/"))
    answers = {who: browser(world, who).get(address) for who in (*OUTSIDE, "rep")}
    outside, inside = SIGN_IN[route]
    statuses = {who: answer.status_code for who, answer in answers.items()}
    assert statuses == {"anonymous": outside, "deactivated": outside, "rep": inside}
    if inside in {200, 403, 404} and outside == 302:
        assert all(answers[who]["Location"].startswith("/sign-in/login/") for who in OUTSIDE)


@pytest.mark.parametrize("verb", ["edit", "remove"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_s_passkey_is_as_unknown_as_none(verb: str, method: str, world: World) -> None:
    passkey = Authenticator.objects.create(user=world.rep, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    for who in ("administrator", "colleague", "stranger"):
        client = browser(world, who)
        address = f"/sign-in/2fa/webauthn/keys/{passkey.pk}/{verb}/"
        assert getattr(client, method)(address, {"name": "Mine"}).status_code == 404
    passkey.refresh_from_db()
    assert passkey.data == {"name": "Phone"}


LISTS_OF_THE_CALENDAR = ["tasks/", "search/", "accounts/<uuid:account_id>/", "accounts/<uuid:account_id>/events/"]


@pytest.mark.parametrize("route", LISTS_OF_THE_CALENDAR)
def test_pages_show_only_calendars_that_the_viewer_reads(route: str, send: Send) -> None:
    access = PAGES[route].read or Access()
    for who in access.allowed:
        if who != "stranger":
            _answer, text, _changes = send(route, "get", who, access)
            shows = f"{SECRET} event" in text or f"{SECRET} task" in text
            assert not shows or who in {"rep", "colleague", "manager", "administrator"}, who
