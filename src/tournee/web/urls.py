"""Addresses of the pages: each module of `pages` lists its own, in full."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/calendar/", query_string=True)),
    path("language/", set_language, name="set_language"),
    path("", include("tournee.web.calendar_urls")),
    path("", include("tournee.web.pages.profile")),
    path("", include("tournee.web.pages.settings")),
    path("", include("tournee.web.pages.directory")),
    path("", include("tournee.web.pages.search")),
    path("", include("tournee.web.pages.notices")),
    path("", include("tournee.web.pages.imports")),
    path("", include("tournee.web.pages.answer")),
    path("", include("tournee.web.pages.feeds")),
]
