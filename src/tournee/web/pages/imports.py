"""Bring accounts, contacts and opportunities in from a file: read first, shown, then taken whole or not at all."""

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tournee.directory import actions
from tournee.directory import queries as directory
from tournee.directory.domain.csv_columns import RECORD_TYPES, RecordType, fields_of, match_columns, record_type
from tournee.directory.errors import FIELD_NAMES, cause_text
from tournee.directory.models import Import, ImportState
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid, Refusal

from .viewing import administrator_of

EARLIER = 20
AT_WORK = {ImportState.WAITING, ImportState.CHECKING, ImportState.IMPORTING}
FOLDERS = {"account": "accounts", "contact": "contacts", "opportunity": "opportunities"}


@login_required
def import_list(request: HttpRequest) -> HttpResponse:
    """The form for a file, and the imports so far."""
    viewer = administrator_of(request)
    if request.method != "POST":
        return _draw_list(request, viewer, kind=request.GET.get("kind", "account"))
    file, kind = request.FILES.get("file"), request.POST.get("kind", "")
    if file is None or kind not in RECORD_TYPES:
        errors = {"file": [_("Choose a CSV file.")]} if file is None else {"kind": [_("Choose what the file holds.")]}
        return _draw_list(request, viewer, kind=kind, errors=errors, status=422)
    try:
        made = actions.start_import(by=viewer, record_type=record_type(kind), file=file)
    except Invalid as refusal:
        errors = {name: [str(one) for one in texts] for name, texts in refusal.fields.items()}
        return _draw_list(request, viewer, kind=kind, errors=errors or {"file": [str(refusal)]}, status=422)
    return redirect("import", import_id=made.pk)


def _draw_list(
    request: HttpRequest, viewer: Member, *, kind: str, errors: dict[str, list[str]] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "kinds": _kinds(),
        "kind": kind if kind in RECORD_TYPES else "account",
        "errors": errors or {},
        "imports": [_row(one) for one in directory.imports_visible_to(viewer)[:EARLIER]],
    }
    return render(request, "web/imports/list.html", context, status=status)


def _kinds() -> list[tuple[str, str]]:
    return [("account", _("Accounts")), ("contact", _("Contacts")), ("opportunity", _("Opportunities"))]


def _row(record: Import) -> dict[str, Any]:
    state = directory.progress_of(record).state
    return {"record": record, "kind": dict(_kinds())[record.record_type], "state": state, "label": state.label}


@login_required
@require_GET
def import_page(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One import: what was read, what is wrong, how far it is; for htmx that part alone."""
    viewer = administrator_of(request)
    record = directory.import_of(viewer, import_id)
    context = _state(record)
    context["mark"] = f"{context['state']}-{context['percent'] // 10}"
    if not request.headers.get("HX-Request"):
        return render(request, "web/imports/page.html", context)
    context["tell"] = request.GET.get("told") != context["mark"]
    return render(request, "web/imports/state.html", context)


def _state(record: Import) -> dict[str, Any]:
    now, kind, form = directory.progress_of(record), record_type(record.record_type), record.format
    names = {field: FIELD_NAMES[field] for field in fields_of(kind)}
    columns: dict[str, str] = form.get("columns", {})
    of_the_file = bool(now.cause) and now.cause != "errors" and len(record.errors) == 1
    return {
        "record": record,
        "kind": kind,
        "folder": FOLDERS[kind],
        "kind_name": dict(_kinds())[kind],
        "state": str(now.state),
        "at_work": now.state in AT_WORK,
        "now": now,
        "percent": min(100, round(100 * now.lines_done / now.lines_total)) if now.lines_total else 0,
        "can_start": directory.can_start(record),
        "cause": record.errors[0]["message"] if of_the_file else cause_text(now.cause),
        "errors": [] if of_the_file else record.errors,
        "columns": [{"field": field, "name": name, "heading": columns.get(field, "")} for field, name in names.items()],
        "headings": [heading for heading in form.get("headings", []) if heading],
        "unused": form.get("unused", []),
        "shown": [(field, names[field]) for field in names if field in columns],
        "preview": [
            {
                **line,
                "label": _what(line["what"]),
                "cells": [line["values"].get(one, "") for one in names if one in columns],
            }
            for line in record.preview
        ],
        "encoding": {"cp1252": "Windows-1252"}.get(form.get("encoding", ""), str(form.get("encoding", "")).upper()),
        "delimiter": {"\t": _("tab")}.get(form.get("delimiter", ""), form.get("delimiter", "")),
        "writes": record.created_count + record.changed_count,
    }


def _what(word: str) -> str:
    return {"new": _("new"), "changed": _("changed"), "unchanged": _("unchanged"), "wrong": _("has an error")}[word]


@login_required
@require_POST
def import_columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Read the same file again with other columns for the fields."""
    viewer = administrator_of(request)
    record = directory.import_of(viewer, import_id)
    if directory.progress_of(record).state in AT_WORK or record.state == ImportState.DONE:
        return redirect("import", import_id=import_id)
    kind, headings = record_type(record.record_type), set(record.format.get("headings", []))
    sent = {field: request.POST.get(f"column_{field}", "") for field in fields_of(kind)}
    chosen = {field: heading if heading in headings else "" for field, heading in sent.items()}
    with record.file.open("rb") as kept:
        # The name is shown to people, and never used on the disk.
        again = actions.start_import(by=viewer, record_type=kind, file=File(kept, record.file_name), columns=chosen)
    actions.delete_import(import_id=import_id, by=viewer)
    return redirect("import", import_id=again.pk)


@login_required
@require_POST
def import_start(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have the worker take it in."""
    viewer = administrator_of(request)
    try:
        actions.request_import(import_id=import_id, by=viewer)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        messages.warning(request, str(refusal))
    return redirect("import", import_id=import_id)


@login_required
@require_POST
def import_delete(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Forget the file. What it brought stays."""
    viewer = administrator_of(request)
    try:
        actions.delete_import(import_id=import_id, by=viewer)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        messages.warning(request, str(refusal))
        return redirect("import", import_id=import_id)
    messages.success(request, _("The file was removed. Records that were imported from it stay."))
    return redirect("imports")


@login_required
@require_GET
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file with a heading for each field, as the viewer's spreadsheet writes it."""
    viewer = administrator_of(request)
    if kind not in RECORD_TYPES:
        raise Http404
    wanted: RecordType = record_type(kind)
    french = viewer.language.startswith("fr")
    text = io.StringIO()
    csv.writer(text, delimiter=";" if french else ",", lineterminator="\r\n").writerow(headings_of(wanted))
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FOLDERS[kind]}.csv"'
    return response


def headings_of(kind: RecordType) -> list[str]:
    """A heading for each field, in the language of the page where it is one that an import recognises."""
    fields = fields_of(kind)
    headings = [str(FIELD_NAMES[field]) for field in fields]
    recognised = match_columns(kind, headings)
    return [
        heading if recognised.get(field) == place else field
        for place, (field, heading) in enumerate(zip(fields, headings, strict=True))
    ]


urlpatterns = [
    path("settings/import/", import_list, name="imports"),
    path("settings/import/template/<str:kind>/", import_template, name="import_template"),
    path("settings/import/<uuid:import_id>/", import_page, name="import"),
    path("settings/import/<uuid:import_id>/columns/", import_columns, name="import_columns"),
    path("settings/import/<uuid:import_id>/start/", import_start, name="start_import"),
    path("settings/import/<uuid:import_id>/delete/", import_delete, name="delete_import"),
]
