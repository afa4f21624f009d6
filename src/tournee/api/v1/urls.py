"""The API, version 1: one router a part."""

from ..docs import DocumentPage
from ..interface import Interface
from . import (
    accounts,
    activity_types,
    answers,
    availability,
    calendar_feeds,
    calendar_files,
    changes,
    contacts,
    events,
    imports,
    me,
    notices,
    opportunities,
    organisation,
    outbox,
    places,
    saved_filters,
    search,
    tasks,
    teams,
    tokens,
    trash,
    users,
)

api = Interface(
    title="Tournée",
    version="1.0.0",
    urls_namespace="api-v1",
    description="The calendar of a sales team in the field. Sign in with a token: `Authorization: Bearer tn_…`.",
    docs=DocumentPage(),
)
for address, part in (
    ("/events", events),
    ("/calendar", calendar_files),
    ("/calendar-feeds", calendar_feeds),
    ("/tasks", tasks),
    ("/accounts", accounts),
    ("/contacts", contacts),
    ("/opportunities", opportunities),
    ("/imports", imports),
    ("/search", search),
    ("/places", places),
    ("/users", users),
    ("/teams", teams),
    ("/activity-types", activity_types),
    ("/saved-filters", saved_filters),
    ("/organisation", organisation),
    ("/changes", changes),
    ("/me", me),
    ("/notices", notices),
    ("/outbox", outbox),
    ("/tokens", tokens),
    ("/trash", trash),
):
    api.add_router(address, part.router)
api.add_router("/series-steps", events.steps)
api.add_router("", availability.router)
api.add_router("/events", answers.router)
api.add_router("/calendar", answers.messages)
