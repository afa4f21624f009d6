"""Who may do what by API: one row an operation. `test_access_matrix.py` holds the API to it.

The record in question belongs to `rep`, of team North, which stands below Sales. Whoever is not named in a row sees no
such thing: 404 by id. For a list, whoever may ask for it is named; what it may hold is checked by its content.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MEMBERS = ("rep", "colleague", "manager", "other_rep", "other_manager", "administrator")
READERS = ("rep", "colleague", "manager", "administrator")
ABOVE = ("rep", "manager", "administrator")
EVERYBODY = (*MEMBERS, "stranger")


@dataclass(frozen=True)
class Row:
    """`allowed` get `status`; `refused` see it and may not (403); all others 404."""

    allowed: tuple[str, ...]
    refused: tuple[str, ...] = ()
    status: int = 200
    record: str = ""
    body: Mapping[str, Any] | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    form: bool = False
    # A body that is no JSON: a calendar file.
    text: str = ""
    # Answers of their own: for whom the body names what he cannot see.
    instead: Mapping[str, int] = field(default_factory=dict)


def listed(**query: Any) -> Row:
    """A list that everybody may ask for, each within his own organisation."""
    return Row(EVERYBODY, query=query)


def made(body: Mapping[str, Any]) -> Row:
    """What everybody may make, each within his own organisation."""
    return Row(EVERYBODY, status=201, body=body)


def made_by_administrators(body: Mapping[str, Any]) -> Row:
    """What only administrators may make; the stranger is one, of his own organisation."""
    return Row(("administrator", "stranger"), without("administrator"), status=201, body=body)


def without(*names: str) -> tuple[str, ...]:
    """The members except those."""
    return tuple(one for one in MEMBERS if one not in names)


def calendar_record(record: str, write: Mapping[str, Any]) -> dict[str, Row]:
    """Reading and writing something in the rep's calendar."""
    return {
        "get": Row(READERS, record=record),
        "update": Row(ABOVE, ("colleague",), record=record, body=write),
        "delete": Row(ABOVE, ("colleague",), status=204, record=record),
        "restore": Row(ABOVE, ("colleague",), record=f"deleted_{record}"),
    }


def directory_record(record: str, write: Mapping[str, Any]) -> dict[str, Row]:
    """Reading and writing a record of the directory that the rep owns."""
    return {
        "get": Row(MEMBERS, record=record),
        "update": Row(ABOVE, without(*ABOVE), record=record, body=write),
        "delete": Row(ABOVE, without(*ABOVE), status=204, record=record),
        "restore": Row(ABOVE, without(*ABOVE), record=f"deleted_{record}"),
    }


def named(noun: str, rows: Mapping[str, Row]) -> dict[str, Row]:
    """The rows by the names of the operations."""
    return {f"{verb}_{noun}": row for verb, row in rows.items()}


ONLY_ADMINISTRATORS = {"refused": without("administrator")}
TABLE: dict[str, Row] = {
    "list_events": listed(start="2026-11-01", end="2026-12-01"),
    "create_event": made({"subject": "x", "start": "2026-11-24T09:00:00Z"}),
    **named("event", calendar_record("event", {"subject": "x"})),
    "answer_event": Row(
        ("colleague",), ("rep", "manager", "administrator"), record="invitation", body={"answer": "accepted"}
    ),
    "accept_proposal": Row(ABOVE, ("colleague",), record="proposal"),
    "decline_proposal": Row(ABOVE, ("colleague",), status=204, record="proposal"),
    # A body that is no message: whose events one touches, tests/api/test_answers.py holds.
    "receive_itip": Row(EVERYBODY, status=422, body={}),
    "event_history": Row(READERS, record="event"),
    "undo_series_step": Row(("rep",), record="step"),
    "free_busy": listed(start="2026-11-24", end="2026-11-25"),
    "free_slots": listed(),
    "import_calendar": Row(
        ABOVE, without(*ABOVE), query={"owner": "user"}, text="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    ),
    "export_calendar": listed(),
    "list_feeds": listed(),
    "create_feed": made({"name": "x"}),
    "revoke_feed": Row(("rep",), status=204, record="feed"),
    "list_tasks": listed(),
    "create_task": made({"subject": "x"}),
    **named("task", calendar_record("task", {"subject": "x"})),
    "complete_task": Row(ABOVE, ("colleague",), record="task"),
    "reopen_task": Row(ABOVE, ("colleague",), record="task"),
    "list_trash": listed(),
    "list_accounts": listed(),
    "export_accounts": listed(),
    "create_account": made({"name": "x"}),
    **named("account", directory_record("account", {"city": "x"})),
    "account_history": Row(MEMBERS, record="account"),
    "list_contacts": listed(),
    "export_contacts": listed(),
    "create_contact": made({"family_name": "x"}),
    **named("contact", directory_record("contact", {"job_title": "x"})),
    "contact_history": Row(MEMBERS, record="contact"),
    "list_opportunities": listed(),
    "export_opportunities": listed(),
    "create_opportunity": Row(
        MEMBERS, status=201, body={"name": "x", "account_id": "account"}, instead={"stranger": 422}
    ),
    **named("opportunity", directory_record("opportunity", {"name": "x"})),
    "opportunity_history": Row(MEMBERS, record="opportunity"),
    "list_imports": Row(("administrator", "stranger"), without("administrator")),
    "create_import": Row(
        ("administrator", "stranger"), without("administrator"), status=201, form=True, body={"record_type": "account"}
    ),
    "get_import": Row(("administrator",), **ONLY_ADMINISTRATORS, record="import"),
    "start_import": Row(("administrator",), **ONLY_ADMINISTRATORS, record="import"),
    "delete_import": Row(("administrator",), **ONLY_ADMINISTRATORS, status=204, record="import"),
    "search": listed(q="secret"),
    "find_places": listed(q="lyon"),
    "nearest_place": listed(latitude=45.7, longitude=4.8),
    "list_users": listed(),
    "create_user": made_by_administrators({"email": "new@example.org", "name": "New"}),
    "get_user": Row(MEMBERS, record="user"),
    "update_user": Row(("administrator",), **ONLY_ADMINISTRATORS, record="user", body={"name": "x"}),
    "list_teams": listed(),
    "create_team": made_by_administrators({"name": "x"}),
    "get_team": Row(MEMBERS, record="team"),
    "update_team": Row(("administrator",), **ONLY_ADMINISTRATORS, record="team", body={"name": "x"}),
    "delete_team": Row(("administrator",), **ONLY_ADMINISTRATORS, status=204, record="empty_team"),
    "list_activity_types": listed(),
    "create_activity_type": made_by_administrators({"name_en": "x"}),
    "get_activity_type": Row(MEMBERS, record="type"),
    "update_activity_type": Row(("administrator",), **ONLY_ADMINISTRATORS, record="type", body={"name_en": "x"}),
    "delete_activity_type": Row(("administrator",), **ONLY_ADMINISTRATORS, status=204, record="type"),
    "list_saved_filters": listed(),
    "create_saved_filter": made({"name": "x", "query": "view=week"}),
    "get_saved_filter": Row(("rep",), record="filter"),
    "update_saved_filter": Row(("rep",), record="filter", body={"name": "x"}),
    "delete_saved_filter": Row(("rep",), status=204, record="filter"),
    "get_organisation": Row(EVERYBODY),
    "update_organisation": Row(("administrator", "stranger"), without("administrator"), body={"name": "x"}),
    "list_changes": listed(since=0),
    "stream_changes": Row(EVERYBODY),
    "get_me": Row(EVERYBODY),
    "update_me": Row(EVERYBODY, body={"name": "x"}),
    "list_notices": listed(),
    "read_notices": Row(EVERYBODY, body={}),
    "dismiss_notice": Row(("rep",), status=204, record="notice"),
    "snooze_notice": Row(("rep",), record="notice", body={"minutes": 5}),
    "list_outbox": Row(("administrator", "stranger"), without("administrator")),
    "release_outbox": Row(("administrator", "stranger"), without("administrator")),
    "send_mail_again": Row(("administrator",), **ONLY_ADMINISTRATORS, record="message"),
    "settle_mail": Row(("administrator",), **ONLY_ADMINISTRATORS, record="message"),
    "discard_mail": Row(("administrator",), **ONLY_ADMINISTRATORS, record="message"),
    "list_tokens": listed(),
    "create_token": made({"name": "x", "scopes": ["me"]}),
    "revoke_token": Row(("rep",), status=204, record="token"),
}
