"""Asks Nominatim, once a second at most: the public one's usage policy, and kind to any other.

Source: https://nominatim.org/release-docs/latest/api/Search/ and https://operations.osmfoundation.org/policies/nominatim/
"""

from tournee.directory.domain.found_place import FoundPlace
from tournee.directory.providers.asking import ask

from .mapping import read_answer
from .pace import wait_for_turn

ADDRESS = "https://nominatim.openstreetmap.org"


class Nominatim:
    """Addresses and towns of the world."""

    name = "nominatim"

    def __init__(self, address: str = "") -> None:
        self.address = (address or ADDRESS).rstrip("/")

    def find(self, text: str, *, limit: int, language: str) -> list[FoundPlace]:
        """As the port says; also when too many are waiting already."""
        text = " ".join(text.split())[:200]
        if not text:
            return []
        wait_for_turn()
        parameters: dict[str, str | int] = {
            "q": text,
            "format": "jsonv2",
            "addressdetails": 1,
            "limit": min(limit, 20),
            "accept-language": language,
        }
        return read_answer(ask(f"{self.address}/search", parameters))[:limit]
