"""Imports of accounts, contacts and opportunities from CSV files: sent, read, looked at, then started."""

import hashlib
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from tournee.directory import actions, queries
from tournee.directory.domain.csv_columns import RecordType, fields_of, record_type
from tournee.directory.errors import FIELD_NAMES, cause_text
from tournee.directory.models import Import
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid

from ..auth import signed_in, viewer
from ..interface import IDEMPOTENCY_KEY
from ..writes import answer, if_match, once, or_current
from .schemas import READ_ERRORS, WRITE_ERRORS, Named

router = Router(tags=["imports"], auth=signed_in("directory"))
LATEST = 100
# Told here, because the document takes it for granted with JSON bodies only.
ONCE = {"parameters": [IDEMPOTENCY_KEY]}


class ErrorOut(Schema):
    """What is wrong with a line; `line` 0 and no column: with the file."""

    line: int
    column: str
    message: str


class PreviewOut(Schema):
    """A line as it would come in: its cells by field."""

    line: int
    what: Literal["new", "changed", "unchanged", "wrong"]
    values: dict[str, str]


class ImportOut(Schema):
    """An import. `columns` maps fields to headings; `unused` are headings that nothing is taken from."""

    id: UUID
    record_type: RecordType
    state: Literal["waiting", "checking", "checked", "importing", "done", "failed"]
    cause: str
    cause_text: str
    can_start: bool
    file_name: str
    encoding: str
    delimiter: str
    headings: list[str]
    columns: dict[str, str]
    unused: list[str]
    field_names: dict[str, str]
    lines_total: int
    lines_done: int
    created_count: int
    changed_count: int
    unchanged_count: int
    error_count: int
    errors: list[ErrorOut]
    preview: list[PreviewOut]
    by: Named
    created_at: datetime
    finished_at: datetime | None
    version: int


class ImportsOut(Schema):
    """The latest imports, the newest first."""

    items: list[ImportOut]
    next: str | None


class ImportIn(Schema):
    """`columns` is JSON: a heading for each field that would be guessed wrong, or "" to leave the field out."""

    record_type: RecordType
    columns: str = ""


@router.get("", response={200: ImportsOut, **READ_ERRORS}, operation_id="list_imports")
def list_imports(request: HttpRequest) -> HttpResponse:
    """The latest imports. Administrators only, as all of this part."""
    found = queries.imports_visible_to(viewer(request))[:LATEST]
    return answer({"items": [import_json(one) for one in found], "next": None})


@router.post("", response={201: ImportOut, **WRITE_ERRORS}, operation_id="create_import", openapi_extra=ONCE)
def create_import(request: HttpRequest, payload: Form[ImportIn], file: File[UploadedFile]) -> HttpResponse:
    """Send a file: it is read and previewed, a large one in a moment by the worker. Nothing is imported yet."""
    by = viewer(request)
    chosen = _chosen(payload.columns)

    def write() -> HttpResponse:
        made = actions.start_import(by=by, record_type=payload.record_type, file=file, columns=chosen)
        return _one(by, made.pk, status=201)

    return once(request, by, write, body=_said(request, payload, file))


@router.get("/{uuid:import_id}", response={200: ImportOut, **READ_ERRORS}, operation_id="get_import")
def get_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """An import and how far it has come."""
    return _one(viewer(request), import_id)


@router.put("/{uuid:import_id}/start", response={200: ImportOut, **WRITE_ERRORS}, operation_id="start_import")
def start_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have the worker import every line, or none. One that failed may be started again."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.request_import(import_id=import_id, by=by, if_version=if_match(request))
        return _one(by, import_id)

    return or_current(write, lambda: import_json(queries.import_of(by, import_id)))


@router.delete("/{uuid:import_id}", response={204: None, **WRITE_ERRORS}, operation_id="delete_import")
def delete_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Remove an import and its file. The records that it brought stay."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.delete_import(import_id=import_id, by=by, if_version=if_match(request))
        return HttpResponse(status=204)

    return or_current(write, lambda: import_json(queries.import_of(by, import_id)))


def _said(request: HttpRequest, payload: ImportIn, file: UploadedFile) -> bytes:
    """What `once` compares: a form is read from the connection and gone by now."""
    if "Idempotency-Key" not in request.headers:
        return b""
    said = hashlib.sha256(payload.model_dump_json().encode() + repr(file.name).encode())
    for chunk in file.chunks():
        said.update(chunk)
    return said.digest()


def _chosen(written: str) -> dict[str, str] | None:
    if not written.strip():
        return None
    try:
        return msgspec.json.decode(written[:100_000], type=dict[str, str])
    except (msgspec.DecodeError, UnicodeError) as error:
        text = gettext("Send a JSON object of texts here.")
        raise Invalid(text, fields={"columns": [text]}) from error


def _one(by: Member, import_id: UUID, *, status: int = 200) -> HttpResponse:
    found = queries.import_of(by, import_id)
    return answer(import_json(found), version=found.version, status=status)


def import_json(record: Import) -> dict[str, Any]:
    """An import as it stands."""
    form, now = record.format, queries.progress_of(record)
    return {
        "id": str(record.pk),
        "record_type": record.record_type,
        "state": str(now.state),
        "cause": now.cause,
        "cause_text": record.errors[0]["message"] if _of_the_file(record) else cause_text(now.cause),
        "can_start": queries.can_start(record),
        "file_name": record.file_name,
        "encoding": form.get("encoding", ""),
        "delimiter": form.get("delimiter", ""),
        "headings": form.get("headings", []),
        "columns": form.get("columns", {}),
        "unused": form.get("unused", []),
        "field_names": {field: str(FIELD_NAMES[field]) for field in fields_of(record_type(record.record_type))},
        "lines_total": now.lines_total,
        "lines_done": now.lines_done,
        "created_count": record.created_count,
        "changed_count": record.changed_count,
        "unchanged_count": record.unchanged_count,
        "error_count": record.error_count,
        "errors": record.errors,
        "preview": record.preview,
        "by": {"id": str(record.by_id), "name": record.by.name},
        "created_at": record.created_at.isoformat(),
        "finished_at": record.finished_at.isoformat() if record.finished_at else None,
        "version": record.version,
    }


def _of_the_file(record: Import) -> bool:
    """Whether the one error is about the file as a whole, and says more than its cause alone."""
    return bool(record.cause) and record.cause != "errors" and len(record.errors) == 1
