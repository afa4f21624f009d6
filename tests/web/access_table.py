"""Who may see and do what by page: one row an address. `test_access_matrix.py` holds the pages to it.

Records belong to `rep`, of team North, which stands below Sales. Whoever is named in neither list of a row sees no such
thing: 404. Anonymous and deactivated people are led to the sign-in, whatever the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.api.access_table import ABOVE, EVERYBODY, MEMBERS, READERS, without

ADMINISTRATORS = ("administrator", "stranger")
NOT_ADMINISTRATORS = without("administrator")


@dataclass(frozen=True)
class Access:
    """`allowed` get `status`, `refused` 403, everybody else 404. The stranger administers another organisation."""

    allowed: tuple[str, ...] = EVERYBODY
    refused: tuple[str, ...] = ()
    status: int = 200
    sent: Mapping[str, Any] = field(default_factory=dict)
    # The stranger's answer, where what he sends names what he cannot see.
    to_stranger: int | None = None


@dataclass(frozen=True)
class Page:
    """An address: who reads it by GET, who writes by POST; None where the method is not for that."""

    read: Access | None = Access()
    write: Access | None = None
    record: str = ""


def shown(**query: str) -> Page:
    """A page that everybody has, each with what is his own organisation's."""
    return Page(Access(sent=query))


def own(body: Mapping[str, Any], *, status: int = 302) -> Page:
    """A page on which everybody writes what is his."""
    return Page(write=Access(status=status, sent=body))


def set_up(body: Mapping[str, Any] | None = None, *, record: str = "", status: int = 302) -> Page:
    """A page of the settings: for administrators, and those of another organisation know of no record here."""
    people = ("administrator",) if record else ADMINISTRATORS
    read = Access(people, NOT_ADMINISTRATORS)
    return Page(read, None if body is None else Access(people, NOT_ADMINISTRATORS, status, body), record)


def deed(record: str, body: Mapping[str, Any] | None = None, *, status: int = 302) -> Page:
    """An address that administrators post to and nobody opens."""
    return Page(None, Access(("administrator",), NOT_ADMINISTRATORS, status, body or {}), record)


def directory(folder: str, record: str, body: Mapping[str, Any], *, to_stranger: int = 302) -> dict[str, Page]:
    """The pages of accounts, contacts or opportunities: all colleagues read, owner and those above write."""
    page, others = f"{folder}/<uuid:{record}_id>/", without(*ABOVE)
    return {
        f"{folder}/": Page(),
        f"{folder}/new/": Page(write=Access(MEMBERS, status=302, sent=body, to_stranger=to_stranger)),
        f"{folder}/export/": Page(),
        page: Page(Access(MEMBERS), record=record),
        f"{page}edit/": Page(Access(ABOVE, others), Access(ABOVE, others, 302, body), record),
        f"{page}events/": Page(Access(MEMBERS, sent={"which": "coming", "start": "0"}), record=record),
        f"{page}history/": Page(Access(MEMBERS), record=record),
        f"{page}delete/": Page(None, Access(ABOVE, others, 302), record),
        f"{page}restore/": Page(None, Access(ABOVE, others, 302), f"deleted_{record}"),
    }


PLACE = {"latitude": "45.75", "longitude": "4.85", "version": "1"}
PAGES: dict[str, Page] = {
    "calendar/": Page(),
    "calendar/events/<uuid:event_id>/": Page(Access(READERS), record="event"),
    "tasks/": Page(),
    "trash/": Page(),
    "trash/event/<uuid:record_id>/": Page(None, Access(ABOVE, ("colleague",), 302), "deleted_event"),
    "trash/task/<uuid:record_id>/": Page(None, Access(ABOVE, ("colleague",), 302), "deleted_task"),
    "search/": shown(q="secret"),
    "search/suggestions/": shown(q="secret"),
    "accounts/suggestions/": shown(q="secret"),
    "places/suggestions/": shown(q="lyon"),
    "places/names/": shown(south="45", west="4", north="46", east="5"),
    **directory("accounts", "account", {"name": "x", "kind": "prospect"}),
    "accounts/<uuid:account_id>/place/": Page(
        Access(ABOVE, without(*ABOVE)), Access(ABOVE, without(*ABOVE), 302, PLACE), "account"
    ),
    **directory("contacts", "contact", {"family_name": "x"}),
    **directory(
        "opportunities",
        "opportunity",
        {"name": "x", "account_id": "account", "account_text": "Secret of the organisation account", "state": "open"},
        to_stranger=422,
    ),
    "profile/about/": own({"name": "x", "language": "en", "time_zone": "UTC", "version": "1"}),
    "profile/preferences/": own(
        {
            "week_start": "1",
            "work_days": ["1"],
            "work_start": "08:00",
            "work_end": "17:00",
            "logout_after_hours": "12",
            "version": "1",
        }
    ),
    "profile/security/": Page(),
    "profile/sessions/": Page(),
    "profile/sessions/others/end/": Page(None, Access(status=302)),
    "profile/sessions/<int:session_id>/end/": Page(None, Access(("rep",), status=302), "session"),
    "profile/data/": Page(),
    "profile/data/download/": Page(),
    "profile/tokens/": own({"name": "x", "scopes": ["me"], "expires": "90"}, status=200),
    "profile/tokens/<uuid:token_id>/revoke/": Page(None, Access(("rep",), status=302), "token"),
    "profile/calendar-addresses/": own({"name": "x", "content": "busy"}, status=200),
    "profile/calendar-addresses/<uuid:feed_id>/revoke/": Page(None, Access(("rep",), status=302), "feed"),
    "settings/users/": set_up(),
    "settings/users/new/": set_up(
        {"name": "x", "email": "new@example.org", "role": "rep", "language": "en"}, status=200
    ),
    "settings/users/<uuid:member_id>/": set_up(
        {"name": "x", "email": "x@example.org", "role": "rep", "language": "en", "time_zone": "UTC", "version": "1"},
        record="user",
    ),
    "settings/users/<uuid:member_id>/invite/": deed("user", status=200),
    "settings/users/<uuid:member_id>/access/": deed("user", {"open": "no"}),
    "settings/teams/": set_up({"name": "x"}),
    "settings/teams/<uuid:team_id>/": set_up({"name": "x", "version": "1"}, record="team"),
    "settings/teams/<uuid:team_id>/remove/": deed("empty_team"),
    "settings/activity-types/": set_up(),
    "settings/activity-types/new/": set_up({"name_en": "x", "colour": "green", "icon": "visit"}),
    "settings/activity-types/<uuid:type_id>/": set_up(
        {"name_en": "x", "colour": "green", "icon": "visit", "version": "1"}, record="type"
    ),
    "settings/activity-types/<uuid:type_id>/move/": deed("type", {"to": "up"}),
    "settings/organisation/": set_up(
        {
            "name": "x",
            "language": "en",
            "time_zone": "UTC",
            "country": "FR",
            "currency": "EUR",
            "calendar_sharing": "own",
            "double_booking": "off",
            "version": "1",
        }
    ),
    "settings/mail/": set_up(),
    "settings/mail/release/": Page(None, Access(ADMINISTRATORS, NOT_ADMINISTRATORS, 302)),
    "settings/mail/<uuid:message_id>/": deed("message", {"deed": "discard"}),
    "notices/": Page(),
    "notices/read/": Page(None, Access(status=302)),
    # Another's notice is as one that has gone meanwhile: the answer is the list of one's own.
    "notices/<uuid:notice_id>/dismiss/": Page(None, Access(status=302), "notice"),
    "notices/<uuid:notice_id>/snooze/": Page(None, Access(status=302, sent={"minutes": "15"}), "notice"),
    "settings/import/": set_up({"kind": "account", "file": "a.csv"}),
    "settings/import/template/<str:kind>/": Page(Access(ADMINISTRATORS, NOT_ADMINISTRATORS), record="kind"),
    "settings/import/<uuid:import_id>/": set_up(record="import"),
    "settings/import/<uuid:import_id>/columns/": deed("import", {"column_name": "name"}),
    "settings/import/<uuid:import_id>/start/": deed("import"),
    "settings/import/<uuid:import_id>/delete/": deed("import"),
}

# Open to everybody, each with its reason: they show nothing of what is kept.
OPEN = {
    "": "leads to the calendar",
    "profile/": "leads to a page of the profile",
    "settings/": "leads to a page of the settings",
    "healthz": "the machine that watches asks without signing in",
    "metrics": "closed to all but the addresses that the settings name",
    "answer/<str:token>/": "the signed link is what opens it: tests/web/test_answer.py",
    "feeds/<str:address>.ics": "the secret in the address is what opens it: tests/web/test_feeds.py",
    "language/": "chooses the language of the sign-in page, too",
}
# Pages of the sign-in: the status for those outside, and for somebody inside with neither password nor second factor.
SIGN_IN = {
    "sign-in/2fa/": (302, 302),
    "sign-in/2fa/authenticate/": (302, 302),
    "sign-in/2fa/reauthenticate/": (302, 403),
    "sign-in/2fa/recovery-codes/": (302, 404),
    "sign-in/2fa/recovery-codes/download/": (302, 404),
    "sign-in/2fa/recovery-codes/generate/": (302, 200),
    "sign-in/2fa/totp/activate/": (302, 200),
    "sign-in/2fa/totp/deactivate/": (302, 404),
    "sign-in/2fa/webauthn/": (302, 302),
    "sign-in/2fa/webauthn/add/": (302, 200),
    "sign-in/2fa/webauthn/keys/<int:pk>/edit/": (302, 404),
    "sign-in/2fa/webauthn/keys/<int:pk>/remove/": (302, 404),
    "sign-in/2fa/webauthn/login/": (302, 302),
    "sign-in/2fa/webauthn/reauthenticate/": (302, 403),
    r"sign-in/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (200, 200),
    "sign-in/inactive/": (200, 200),
    "sign-in/login/": (200, 302),
    "sign-in/logout/": (302, 200),
    "sign-in/oidc/<slug:provider_id>/login/": (404, 404),
    "sign-in/oidc/<slug:provider_id>/login/callback/": (404, 404),
    "sign-in/password/change/": (302, 302),
    "sign-in/password/reset/": (200, 200),
    "sign-in/password/reset/done/": (200, 200),
    "sign-in/password/reset/key/done/": (200, 200),
    "sign-in/password/set/": (302, 200),
    "sign-in/reauthenticate/": (302, 403),
    "sign-in/signup/": (200, 302),
    "sign-in/sso/cancelled/": (200, 200),
    "sign-in/sso/connections/": (302, 302),
    "sign-in/sso/error/": (401, 401),
    "sign-in/sso/signup/": (302, 302),
}
