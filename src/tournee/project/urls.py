"""Every address of the product, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from tournee.api.v1.urls import api

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("metrics", health.metrics),
    path("api/v1/", api.urls),
    path("sign-in/", include("tournee.web.sign_in_urls")),
    path("", include("tournee.web.urls")),
]
handler400 = "tournee.web.pages.errors.bad_request"
handler403 = "tournee.web.pages.errors.forbidden"
handler404 = "tournee.web.pages.errors.not_found"
handler500 = "tournee.project.faults.server_error"
