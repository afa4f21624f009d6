"""From the Géoplateforme's GeoJSON."""

from typing import Any

from tournee.directory.domain.found_place import FoundPlace
from tournee.directory.providers.geojson import points, said


def read_answer(answer: Any) -> list[FoundPlace]:
    """Its features in their order, the best first."""
    return [
        FoundPlace(
            label=said(properties, "label", "name"),
            place=place,
            postcode=said(properties, "postcode"),
            city=said(properties, "city"),
            country="FR",
            precision="town" if properties.get("type") == "municipality" else "address",
        )
        for place, properties in points(answer)
    ]
