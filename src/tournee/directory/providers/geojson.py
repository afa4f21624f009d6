"""What the geocoders that answer in GeoJSON (RFC 7946) have in common."""

from collections.abc import Iterator, Mapping
from typing import Any

from tournee.values.place import BadPlace, Place


def points(answer: Any) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Each feature's point and properties; features without a point that can be are left out."""
    features = answer.get("features") if isinstance(answer, Mapping) else None
    for feature in features if isinstance(features, list) else []:
        try:
            longitude, latitude = feature["geometry"]["coordinates"][:2]
            yield Place(float(latitude), float(longitude)), feature.get("properties") or {}
        except (KeyError, TypeError, ValueError, AttributeError, BadPlace):
            continue


def said(properties: Mapping[str, Any], *names: str) -> str:
    """The first of those properties that is a text, or nothing."""
    return next((value for name in names if isinstance(value := properties.get(name), str) and value), "")
