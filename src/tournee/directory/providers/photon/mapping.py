"""From Photon's GeoJSON."""

from collections.abc import Mapping
from typing import Any

from tournee.directory.domain.found_place import FoundPlace
from tournee.directory.providers.geojson import points, said

TOWNS = {"city", "district", "locality", "town", "village", "county", "state"}


def read_answer(answer: Any) -> list[FoundPlace]:
    """Its features in their order, the best first."""
    return [_found(place, properties) for place, properties in points(answer)]


def _found(place: Any, properties: Mapping[str, Any]) -> FoundPlace:
    kind = said(properties, "type", "osm_value")
    city = said(properties, "city", "name") if kind in TOWNS else said(properties, "city", "district", "county")
    street = f"{said(properties, 'housenumber')} {said(properties, 'street')}".strip()
    parts = [said(properties, "name"), street, f"{said(properties, 'postcode')} {city}".strip()]
    label = ", ".join(dict.fromkeys(part for part in parts if part))
    return FoundPlace(
        label=label,
        place=place,
        postcode=said(properties, "postcode"),
        city=city,
        country=said(properties, "countrycode").upper()[:2],
        precision="town" if kind in TOWNS else "address",
    )
