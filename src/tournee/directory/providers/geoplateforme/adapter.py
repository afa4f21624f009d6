"""Asks the Géoplateforme. Source: https://geoservices.ign.fr/documentation/services/services-geoplateforme/geocodage"""

from tournee.directory.domain.found_place import FoundPlace
from tournee.directory.providers.asking import ask

from .mapping import read_answer

ADDRESS = "https://data.geopf.fr/geocodage"


class Geoplateforme:
    """French addresses and towns."""

    name = "geoplateforme"

    def __init__(self, address: str = "") -> None:
        self.address = (address or ADDRESS).rstrip("/")

    def find(self, text: str, *, limit: int, language: str) -> list[FoundPlace]:  # noqa: ARG002 -- answers in French
        """As the port says. Shorter texts than three signs are refused by the service: nothing is found."""
        text = " ".join(text.split())[:200].lstrip(" ,;.-'\"")
        if len(text) < 3:
            return []
        parameters: dict[str, str | int] = {"q": text, "limit": min(limit, 20), "autocomplete": 1, "index": "address"}
        return read_answer(ask(f"{self.address}/search", parameters))[:limit]
