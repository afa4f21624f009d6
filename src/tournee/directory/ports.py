"""What the directory needs from the world: someone who knows where places are."""

from typing import Protocol

from .domain.found_place import FoundPlace


class Geocoder(Protocol):
    """Finds places by text."""

    name: str

    def find(self, text: str, *, limit: int, language: str) -> list[FoundPlace]:
        """Places for an address or a town as typed so far, the likeliest first. Raises GeocoderUnavailable."""
        ...
