"""From Nominatim's jsonv2."""

from collections.abc import Mapping
from typing import Any

from tournee.directory.domain.found_place import FoundPlace
from tournee.directory.providers.geojson import said
from tournee.values.place import BadPlace, Place

TOWNS = {"city", "town", "village", "hamlet", "municipality", "suburb", "county", "state", "administrative", "postcode"}


def read_answer(answer: Any) -> list[FoundPlace]:
    """Its results in their order, the best first; those without coordinates that can be are left out."""
    results = answer if isinstance(answer, list) else []
    found = (_found(result) for result in results if isinstance(result, Mapping))
    return [one for one in found if one is not None]


def _found(result: Mapping[str, Any]) -> FoundPlace | None:
    try:
        place = Place(float(result["lat"]), float(result["lon"]))
    except (KeyError, TypeError, ValueError, BadPlace):
        return None
    address = result.get("address")
    parts: Mapping[str, Any] = address if isinstance(address, Mapping) else {}
    return FoundPlace(
        label=said(result, "display_name", "name"),
        place=place,
        postcode=said(parts, "postcode"),
        city=said(parts, "city", "town", "village", "municipality", "hamlet"),
        country=said(parts, "country_code").upper()[:2],
        precision="town" if said(result, "addresstype", "type") in TOWNS else "address",
    )
