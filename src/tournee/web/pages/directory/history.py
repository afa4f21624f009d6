"""Who changed a record, when, and what: the change log in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tournee.change_log import queries as change_log
from tournee.change_log.models import Change
from tournee.directory import queries as directory
from tournee.directory.models import Record
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.money import BadMoney, Money
from tournee.web.forms.amounts import money_text

from ..viewing import viewer_of
from .prefill import id_of
from .saving import Kind

LATEST = 50
PLACE = ("latitude", "longitude", "place_source")
NOT_SHOWN = ("external_id",)


@dataclass(frozen=True)
class Line:
    """One change as it is read."""

    at: datetime
    by: str
    what: str
    changes: list[tuple[str, str, str]]


def history_page(request: HttpRequest, record: Record, kind: Kind) -> HttpResponse:
    """The latest changes, as a part of the record's page or as a page of its own."""
    viewer = viewer_of(request)
    changes = list(change_log.changes_of_subject(viewer.organisation_id, record.pk)[:LATEST])
    reader = _Reader(viewer, kind, changes)
    context = {"lines": [reader.line(change) for change in changes], "record": record, "back": kind.address(record)}
    part = "history" if request.headers.get("HX-Request") else "history_page"
    return render(request, f"web/directory/{part}.html", context)


class _Reader:
    """Puts changes into words; ids are looked up together, once."""

    def __init__(self, viewer: Member, kind: Kind, changes: Iterable[Change]) -> None:
        self.form = kind.form(viewer)
        ids = {"owner_id": set[Any](), "account_id": set[Any]()}
        for change in changes:
            for name, wanted in ids.items():
                wanted.update(id_of(str(value)) for value in change.changes.get(name, []) if value)
        members = organisations.members_visible_to(viewer).filter(pk__in=ids["owner_id"] - {None})
        accounts = directory.accounts_visible_to(viewer).filter(pk__in=ids["account_id"] - {None})
        self.names: dict[str, str] = {str(one.pk): one.name for one in members}
        self.names |= {str(one.pk): one.name for one in accounts}

    def line(self, change: Change) -> Line:
        """One change."""
        named = [self._change(name, before, after) for name, (before, after) in self._shown(change)]
        actor = change.actor.name if change.actor else _("Tournée")
        return Line(change.at, actor, self._what(change.kind), named)

    def _what(self, kind: str) -> str:
        return {
            "created": _("created it"),
            "changed": _("changed it"),
            "deleted": _("deleted it"),
            "restored": _("brought it back"),
        }.get(kind.rpartition(".")[2], _("changed it"))

    def _shown(self, change: Change) -> list[tuple[str, Any]]:
        if not change.kind.endswith(".changed"):
            return []
        shown = [(name, pair) for name, pair in change.changes.items() if name not in (*PLACE, *NOT_SHOWN)]
        if any(name in change.changes for name in PLACE):
            shown.append(("place", [_place(change.changes, 0), _place(change.changes, 1)]))
        return shown

    def _change(self, name: str, before: Any, after: Any) -> tuple[str, str, str]:
        return str(self._label(name)), self._value(name, before), self._value(name, after)

    def _label(self, name: str) -> Any:
        if name == "place":
            return _("Place")
        shown_as = self.form.shown_as.get(name, name)
        return self.form.fields[shown_as].label if shown_as in self.form.fields else name

    def _value(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return "—"
        if isinstance(value, dict):
            return _amount(value)
        if name in {"owner_id", "account_id"}:
            return self.names.get(str(value), _("someone or something that is gone"))
        return self.form.shown(name, str(value)) if name in self.form.fields else str(value)


def _place(changes: dict[str, Any], side: int) -> str:
    parts = [changes[name][side] for name in ("latitude", "longitude") if name in changes]
    if not all(isinstance(part, int | float) for part in parts):
        return ""
    return ", ".join(f"{part:.5f}" for part in parts)


def _amount(value: dict[str, Any]) -> str:
    try:
        money = Money.parse(str(value.get("amount")), str(value.get("currency")))
    except BadMoney:
        return "—"
    return money_text(money.minor, money.currency)
