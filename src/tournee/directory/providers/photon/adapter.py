"""Asks Photon. Source: https://github.com/komoot/photon, "Usage"."""

from tournee.directory.domain.found_place import FoundPlace
from tournee.directory.providers.asking import ask

from .mapping import read_answer

ADDRESS = "https://photon.komoot.io"
LANGUAGES = {"fr", "en", "de", "it"}


class Photon:
    """Addresses and towns of the world."""

    name = "photon"

    def __init__(self, address: str = "") -> None:
        self.address = (address or ADDRESS).rstrip("/")

    def find(self, text: str, *, limit: int, language: str) -> list[FoundPlace]:
        """As the port says."""
        text = " ".join(text.split())[:200]
        if not text:
            return []
        spoken = language if language in LANGUAGES else "default"
        return read_answer(ask(f"{self.address}/api", {"q": text, "limit": min(limit, 20), "lang": spoken}))[:limit]
