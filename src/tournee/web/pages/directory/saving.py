"""Create and edit a record by a form: mistakes stand beside their fields, and nobody's work is lost or done twice."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from tournee.change_log import queries as change_log
from tournee.directory import queries as directory
from tournee.directory.models import Record
from tournee.organisations.errors import not_allowed
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid, Stale
from tournee.web.forms.merging import merge, read_raw, read_versions, shown_names, with_partner
from tournee.web.forms.records import Raw, RecordForm

from ..viewing import viewer_of

# A form that was sent already leads to what it made, for a day.
REMEMBERED = 24 * 3600
WAIT, STEPS = 5.0, 50


@dataclass(frozen=True)
class Kind:
    """One of the three kinds of record, as its pages need it. `folder` is the first part of its addresses."""

    folder: str
    form: type[RecordForm]
    read: Callable[[Member, UUID], Record]
    values_of: Callable[[Record], Raw]
    create: Callable[..., Record]
    update: Callable[..., Record]

    def address(self, record: Record) -> str:
        """The record's page."""
        return f"/{self.folder}/{record.pk}/"

    @property
    def template(self) -> str:
        """The page with its form."""
        return f"web/directory/{self.folder}/form.html"


def create_page(
    request: HttpRequest,
    kind: Kind,
    *,
    initial: Raw,
    context: Mapping[str, Any] | None = None,
    after: Callable[[Record], str] | None = None,
) -> HttpResponse:
    """The form for a new record; `after` says where to go from it."""
    viewer = viewer_of(request)
    extra = dict(context or {})
    if request.method != "POST":
        form = kind.form(viewer, initial=initial)
        return render(request, kind.template, {"form": form, "key": uuid4(), **extra})
    key = str(request.POST.get("key", ""))[:64]
    made = _made_before(viewer, key)
    if made:
        return redirect(made)
    form = kind.form(viewer, request.POST, initial=read_raw(request.POST.get("base", ""), frozenset(initial)))
    try:
        record = kind.create(by=viewer, **form.sent(form.fields))
    except Invalid as refusal:
        _forget(viewer, key)
        form.refuse(refusal)
        return render(request, kind.template, {"form": form, "key": key or uuid4(), **extra}, status=422)
    except BaseException:
        _forget(viewer, key)
        raise
    address = after(record) if after else kind.address(record)
    _remember(viewer, key, address)
    messages.success(request, _("%(name)s was created.") % {"name": str(record)})
    return redirect(address)


def _cache_key(viewer: Member, key: str) -> str:
    # A cache takes no spaces and no control characters in its keys.
    digest = sha256(key.encode()).hexdigest()
    return f"form:{viewer.organisation_id}:{viewer.pk}:{digest}"


def _made_before(viewer: Member, key: str) -> str:
    """Where the same form, sent before, has led; waits for it while it is being saved. Empty the first time."""
    if not key or cache.add(_cache_key(viewer, key), "", REMEMBERED):
        return ""
    for _step in range(STEPS):
        address = cache.get(_cache_key(viewer, key))
        if address is None:
            # The first one was refused: this one is another try.
            return _made_before(viewer, key)
        if address:
            return str(address)
        time.sleep(WAIT / STEPS)
    return ""


def _remember(viewer: Member, key: str, address: str) -> None:
    if key:
        cache.set(_cache_key(viewer, key), address, REMEMBERED)


def _forget(viewer: Member, key: str) -> None:
    if key:
        cache.delete(_cache_key(viewer, key))


def edit_page(request: HttpRequest, kind: Kind, record_id: UUID) -> HttpResponse:
    """The form of a record that is there."""
    viewer = viewer_of(request)
    record = kind.read(viewer, record_id)
    if not directory.can_edit(viewer, record):
        raise not_allowed()
    present = dict(kind.values_of(record))
    if request.method != "POST":
        form = kind.form(viewer, initial=present)
        return render(request, kind.template, {"form": form, "record": record, "version": record.version})
    return _Edit(request, kind, viewer, record, present).page()


class _Edit:
    """One sending of an edit form."""

    def __init__(self, request: HttpRequest, kind: Kind, viewer: Member, record: Record, present: Raw) -> None:
        self.request, self.kind, self.viewer = request, kind, viewer
        self.record, self.present = record, present
        names = frozenset(kind.form.base_fields)
        self.base = {**present, **read_raw(request.POST.get("base", ""), names)}
        self.versions = read_versions(request.POST.get("versions", ""), names)
        self.form = kind.form(viewer, request.POST, initial=self.base)

    def page(self) -> HttpResponse:
        """Save, or say what stands in the way."""
        if "use" in self.request.POST:
            return self._choose(self.request.POST["use"])
        mine = self.form.raw
        changed = merge(self.base, mine, self.base).changed
        try:
            self._write(changed, self._version())
        except Invalid as refusal:
            return self._refused(refusal)
        except Stale:
            return self._meet(mine)
        return self._saved()

    def _version(self) -> int:
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def _write(self, names: frozenset[str], version: int) -> None:
        id_name = f"{type(self.record).__name__.lower()}_id"
        self.kind.update(by=self.viewer, if_version=version, **{id_name: self.record.pk}, **self.form.sent(names))

    def _saved(self, also: str = "") -> HttpResponse:
        messages.success(self.request, also or _("Saved."))
        return redirect(self.kind.address(self.record))

    def _refused(self, refusal: Invalid) -> HttpResponse:
        self.form.refuse(refusal)
        return self._draw(self._version(), status=422)

    def _meet(self, mine: Raw) -> HttpResponse:
        """Someone else was faster: what does not clash is joined, for the rest both versions are shown."""
        met = merge(self.base, mine, self.present)
        other = self._other()
        if not met.both:
            try:
                self._write(met.changed, self.record.version)
            except Invalid as refusal:
                return self._refused(refusal)
            names = get_text_list([str(self._label(name)) for name in shown_names(met.taken)], _("and"))
            words = _("Saved. %(other)s changed this meanwhile (%(fields)s); both changes were kept.")
            return self._saved(words % {"other": other, "fields": names} if names else "")
        clashing = [partner for name in shown_names(met.both) for partner in with_partner(name)]
        self.versions = {
            "mine": {name: mine[name] for name in clashing},
            "theirs": {name: self.present[name] for name in clashing},
        }
        # What only the other changed is taken over; the rest stays as it was typed.
        data = {**mine, **{name: self.present[name] for name in met.taken if name not in clashing}}
        self._refill(data, base=self.present)
        return self._draw(self.record.version, status=409, other=other)

    def _choose(self, use: str) -> HttpResponse:
        """One of the two versions of a field is put into the form; nothing is saved yet."""
        side, _sep, name = use.partition(":")
        chosen = self.versions.get(side, {})
        data = {**self.form.raw, **{one: chosen[one] for one in with_partner(name) if one in chosen}}
        self._refill(data, base=self.base)
        return self._draw(self._version(), status=200, other=self._other())

    def _refill(self, data: Raw, *, base: Raw) -> None:
        self.form = self.kind.form(self.viewer, data, initial=dict(base))

    def _other(self) -> str:
        last = change_log.changes_of_subject(self.viewer.organisation_id, self.record.pk).first()
        return last.actor.name if last is not None and last.actor is not None else _("Someone else")

    def _label(self, name: str) -> Any:
        return self.form.fields[name].label

    def _draw(self, version: int, *, status: int, other: str = "") -> HttpResponse:
        context = {
            "form": self.form,
            "record": self.record,
            "version": version,
            "versions": json.dumps(self.versions),
            "clashes": self._clashes(),
            "other": other or self._other(),
        }
        return render(self.request, self.kind.template, context, status=status)

    def _clashes(self) -> list[dict[str, Any]]:
        raw, rows = self.form.raw, []
        for name in shown_names(frozenset(self.versions["mine"])):
            mine, theirs = self.versions["mine"][name], self.versions["theirs"].get(name, "")
            rows.append(
                {
                    "name": name,
                    "label": self._label(name),
                    "mine": self.form.shown(name, mine),
                    "theirs": self.form.shown(name, theirs),
                    "uses": "theirs" if raw[name] == theirs else "mine" if raw[name] == mine else "",
                }
            )
        return rows
