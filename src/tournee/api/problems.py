"""Errors as application/problem+json (RFC 9457), in the viewer's language, with a stable `code`."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tournee.values.outage import Outage, outage_of
from tournee.values.refusal import Refusal

log = logging.getLogger("tournee.api")
CONTENT_TYPE = "application/problem+json"

RETRY_AFTER = "5"
_OUTAGES = {
    Outage.FULL: (507, _("The server's disk is full. Nothing was saved; tell your administrator, then try again.")),
    Outage.AWAY: (503, _("The database cannot be reached just now. Try again in a moment.")),
}

# pydantic names what is wrong with a value; these are the same in a person's words.
_PYDANTIC = {
    "missing": _("This cannot be empty."),
    "extra_forbidden": _("There is no such field."),
    "uuid_parsing": _("This is not an identifier."),
    "uuid_type": _("This is not an identifier."),
    "string_type": _("Write text here."),
    "string_too_long": _("This is too long."),
    "string_unicode": _("This holds characters that cannot be kept."),
    "too_long": _("This is too long."),
    "bool_parsing": _("Answer yes or no (true or false)."),
    "bool_type": _("Answer yes or no (true or false)."),
    "int_parsing": _("Write a whole number."),
    "int_type": _("Write a whole number."),
    "float_parsing": _("Write a number."),
    "float_type": _("Write a number."),
    "finite_number": _("Write a number."),
    "date_text": _("Write a date, such as 2026-11-24."),
    "moment_text": _("Write a date and a time, such as 2026-11-24T14:00."),
    "list_type": _("Send a list here."),
    "json_invalid": _("This is not JSON."),
}


class Problem(Schema):
    """What an error answer holds."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, list[str]] | None = None
    choices: list[str] | None = None
    current: dict[str, Any] | None = None


def problem(
    status: int,
    code: str,
    detail: object,
    *,
    fields: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """An error answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": str(detail),
    }
    if fields:
        body["fields"] = {name: [str(text) for text in texts] for name, texts in fields.items()}
    body.update(extra or {})
    return HttpResponse(msgspec.json.encode(body), status=status, content_type=CONTENT_TYPE)


def refused(refusal: Refusal, *, extra: Mapping[str, Any] | None = None) -> HttpResponse:
    """The answer to what a room refused."""
    return problem(
        refusal.status,
        refusal.own_code,
        refusal.message,
        fields=refusal.fields,
        extra={**refusal.extra, **(extra or {})},
    )


def fault(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """The answer to what nobody expected, or to a database that cannot do its part."""
    # The fact and its place; never the request's content.
    log.error("%s %s failed: %s", request.method, request.path, type(error).__name__, exc_info=error)
    outage = outage_of(error)
    if outage is None:
        return problem(500, "fault", gettext("Something went wrong on our side. Nothing was changed; try again."))
    status, text = _OUTAGES[outage]
    answer = problem(status, outage, text)
    answer["Retry-After"] = RETRY_AFTER
    return answer


def install(api: NinjaAPI) -> None:
    """Give every error of the API this form."""

    @api.exception_handler(Refusal)
    def on_refusal(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return refused(refusal)

    @api.exception_handler(ValidationError)
    def on_validation(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(422, "invalid", gettext("Some fields need your attention."), fields=_field_errors(error))

    @api.exception_handler(AuthenticationError)
    def on_anonymous(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        answer = problem(401, "not_signed_in", gettext("Sign in, or send a valid token."))
        answer["WWW-Authenticate"] = 'Bearer realm="Tournée"'.encode("ascii", "ignore").decode()
        return answer

    @api.exception_handler(Http404)
    def on_missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return problem(404, "not_found", gettext("This does not exist, or is not shared with you."))

    @api.exception_handler(HttpError)
    def on_http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 400:
            return problem(400, "malformed", gettext("The request is not valid JSON."))
        return problem(error.status_code, "refused", str(error))

    @api.exception_handler(RequestDataTooBig)
    def on_too_big(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        return problem(413, "too_big", gettext("This is too much for one request. Send less at a time."))

    @api.exception_handler(BadRequest)
    @api.exception_handler(MultiPartParserError)
    @api.exception_handler(SuspiciousOperation)
    def on_malformed(_request: HttpRequest, _error: Exception) -> HttpResponse:
        return problem(400, "malformed", gettext("The request cannot be read as what its Content-Type says."))

    api.exception_handler(Exception)(fault)


def _field_errors(error: ValidationError) -> dict[str, list[object]]:
    fields: dict[str, list[object]] = {}
    for one in error.errors:
        # ("body", "payload", "participants", 0, "email") → participants.0.email
        location = [str(part) for part in one["loc"]]
        if location[0] in {"body", "query", "path", "header", "form", "file"}:
            location = location[1:]
        if location and location[0] in {"payload", "filters"}:
            location = location[1:]
        text = _PYDANTIC.get(one["type"], _("This value cannot be used here."))
        fields.setdefault(".".join(location) or "body", []).append(text)
    return fields
