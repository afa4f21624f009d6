"""The API as one object: its routes, its document, and the form of every answer that no endpoint gives."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from . import problems

VERSION_HEADER = {
    "description": "The version of the resource; send it back in If-Match.",
    "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that the change is based on: another version by now answers 412 and shows it.",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of your own: the same request sent again within a day is done once and answered alike.",
    "schema": {"type": "string", "maxLength": 255},
}


class Interface(NinjaAPI):
    """django-ninja, with problem+json everywhere and a document that tells all of it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        problems.install(self)

    def get_openapi_schema(self, *arguments: Any, **options: Any) -> OpenAPISchema:
        """The document (OpenAPI 3.1)."""
        document = super().get_openapi_schema(*arguments, **options)
        for operations in document["paths"].values():
            for method, operation in operations.items():
                _tell_problems(operation)
                _tell_parameters(method, operation)
        return document

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns: list[URLResolver | URLPattern] = super()._get_urls()
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _with_problems(pattern.callback)
        return [*patterns, re_path("", _unknown, name="unknown")]


def _tell_problems(operation: dict[str, Any]) -> None:
    for status, answer in operation["responses"].items():
        content = answer.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            answer["content"] = {problems.CONTENT_TYPE: content["application/json"]}


def _tell_parameters(method: str, operation: dict[str, Any]) -> None:
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        # A parameter is left out, never sent as null.
        choices = [one for one in parameter["schema"].get("anyOf", []) if one != {"type": "null"}]
        if len(choices) == 1:
            parameter["schema"] = {**{k: v for k, v in parameter["schema"].items() if k != "anyOf"}, **choices[0]}
    if 412 not in operation["responses"]:
        return
    if method != "post":
        parameters.append(IF_MATCH)
    elif "application/json" in operation.get("requestBody", {}).get("content", {}):
        parameters.append(IDEMPOTENCY_KEY)
    for status, answer in operation["responses"].items():
        if int(status) in {200, 201}:
            answer["headers"] = {"ETag": VERSION_HEADER}


@csrf_exempt
def _unknown(_request: HttpRequest) -> HttpResponse:
    return problems.problem(404, "not_found", gettext("There is no such address in this API."))


def _with_problems(view: Callable[..., Any]) -> Callable[..., Any]:
    """A method that an address does not know is refused in the API's own form."""

    def form(response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 405:
            return response
        refusal = problems.problem(405, "method_not_allowed", gettext("This address does not know that method."))
        refusal["Allow"] = response["Allow"]
        return refusal

    if iscoroutinefunction(view):

        @wraps(view)
        async def later(*arguments: Any, **named: Any) -> HttpResponseBase:
            return form(await view(*arguments, **named))

        return later

    @wraps(view)
    def now(*arguments: Any, **named: Any) -> HttpResponseBase:
        return form(view(*arguments, **named))

    return now
