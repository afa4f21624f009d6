"""The API, version 1: one router a part."""

from ninja import NinjaAPI
from ninja.openapi.docs import Swagger

from ..problems import install
from . import events, tasks

api = NinjaAPI(
    title="Tournée",
    version="1.0.0",
    urls_namespace="api-v1",
    description="The calendar of a sales team in the field. Sign in with a token: `Authorization: Bearer tn_…`.",
    docs=Swagger(),
)
install(api)
api.add_router("/events", events.router)
api.add_router("/tasks", tasks.router)
