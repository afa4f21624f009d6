"""What every write shares: If-Match, ETag, and a key that makes sending twice harmless."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tournee.organisations.models import Member
from tournee.values.refusal import Conflict, Invalid, Stale

from .models import IdempotencyKey
from .problems import refused

BATCH = 1_000
_ETAG = re.compile(r'"([0-9]{1,9})"')


def if_match(request: HttpRequest) -> int | None:
    """The version that the caller worked from; None without the header or for `*`. Raises Stale for any other text."""
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        return None
    found = _ETAG.fullmatch(header.removeprefix("W/"))
    if found is None:
        raise Stale(_("Someone else has changed this in the meantime. Compare both versions, then save again."))
    return int(found[1])


def answer(body: Any, *, version: int | None = None, status: int = 200, location: str = "") -> HttpResponse:
    """JSON with its ETag."""
    response = HttpResponse(msgspec.json.encode(body), status=status, content_type="application/json")
    if version is not None:
        response["ETag"] = f'"{version}"'
    if location:
        response["Location"] = location
    return response


def or_current(write: Callable[[], HttpResponse], current: Callable[[], Mapping[str, Any]]) -> HttpResponse:
    """Do the write; when it came too late, answer 412 with the resource as it is now."""
    try:
        return write()
    except Stale as refusal:
        return refused(refusal, extra={"current": current()})


def once(
    request: HttpRequest, by: Member, write: Callable[[], HttpResponse], *, body: bytes | None = None
) -> HttpResponse:
    """Do the write; for an `Idempotency-Key` seen before, give the first answer again and do nothing.

    `body` stands for the request's own where a form was read from the connection and is gone by now.

    The key and what it did commit together: a crash leaves both or neither. Raises Conflict when the key came with
    another request.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return write()
    if len(key) > 255 or not key.isprintable():
        raise Invalid(_("The Idempotency-Key must be 255 printable characters at most."), code="bad_idempotency_key")
    digest = _digest(request, request.body if body is None else body)
    try:
        with transaction.atomic():
            kept = IdempotencyKey(organisation_id=by.organisation_id, member=by, key=key, request_digest=digest)
            kept.save(force_insert=True)
            response = write()
            kept.status, kept.body, kept.etag = response.status_code, response.content, response.get("ETag", "")
            kept.save(update_fields=["status", "body", "etag"])
            return response
    except IntegrityError:
        found = IdempotencyKey.objects.of(by.organisation_id).filter(member=by, key=key).first()
        if found is None:
            raise
    if found.request_digest != digest:
        raise Conflict(_("This Idempotency-Key was used for another request."), code="idempotency_key_reused")
    again = HttpResponse(bytes(found.body), status=found.status, content_type="application/json")
    if found.etag:
        again["ETag"] = found.etag
    again["Idempotent-Replay"] = "true"
    return again


def _digest(request: HttpRequest, body: bytes) -> str:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + body).hexdigest()


def forget_answers(organisation_id: UUID, *, before: datetime) -> int:
    """Remove the answers kept since before then, in batches; returns how many went."""
    gone = 0
    while True:
        old = IdempotencyKey.objects.of(organisation_id).filter(created_at__lt=before)
        ids = list(old.values_list("pk", flat=True)[:BATCH])
        if not ids:
            return gone
        IdempotencyKey.objects.of(organisation_id).filter(pk__in=ids).delete()
        gone += len(ids)
