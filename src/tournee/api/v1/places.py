"""Places by text, for the map and for addresses."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.api.auth import signed_in
from tournee.api.problems import Problem
from tournee.api.writes import answer
from tournee.directory import registry
from tournee.directory.domain.found_place import FoundPlace
from tournee.values.place import Place

from .schemas import READ_ERRORS

router = Router(tags=["places"], auth=signed_in("directory"))


class PlaceOut(Schema):
    """A place; `precision` says whether it is an address or the centre of a town."""

    label: str
    latitude: float
    longitude: float
    postcode: str
    city: str
    country: str
    precision: Literal["address", "town"]


class PlacesOut(Schema):
    """Places, the likeliest first."""

    items: list[PlaceOut]
    next: str | None


class Wanted(Schema):
    """A town, a postcode or an address, as typed so far."""

    q: Annotated[str, Field(max_length=1_000)]
    limit: Annotated[int, Field(ge=1, le=20)] = 8


class Near(Schema):
    """A point."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


@router.get("", response={200: PlacesOut, **READ_ERRORS, 503: Problem}, operation_id="find_places")
def find_places(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:  # noqa: ARG001 -- everyone sees the same
    """Places that answer to `q`."""
    found = registry.geocoder().find(wanted.q, limit=wanted.limit, language=get_language() or "fr")
    return _answer(found)


@router.get("/nearest", response={200: PlacesOut, **READ_ERRORS}, operation_id="nearest_place")
def nearest_place(request: HttpRequest, near: Query[Near]) -> HttpResponse:  # noqa: ARG001 -- as above
    """The town nearest to a point, or none within some 40 km."""
    found = registry.towns().nearest(Place(near.latitude, near.longitude))
    return _answer([found] if found else [])


def _answer(places: list[FoundPlace]) -> HttpResponse:
    return answer({"items": [_json(place) for place in places], "next": None})


def _json(found: FoundPlace) -> dict[str, Any]:
    return {
        "label": found.label,
        "latitude": found.place.latitude,
        "longitude": found.place.longitude,
        "postcode": found.postcode,
        "city": found.city,
        "country": found.country,
        "precision": found.precision,
    }
