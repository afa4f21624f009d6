"""The page that shows the API's document: Swagger UI from our own server, without inline script."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


class DocumentPage(DocsBase):
    """`/api/v1/docs`."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page; trying a write from it with the session's cookie needs the CSRF token."""
        return render(request, "api/docs.html", {"title": api.title, "document": self.get_openapi_url(api, kwargs)})
