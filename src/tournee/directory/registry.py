"""Which geocoder answers: one line a provider."""

from collections.abc import Callable, Mapping
from functools import cache

from django.conf import settings

from .ports import Geocoder
from .providers.geoplateforme.adapter import Geoplateforme
from .providers.nominatim.adapter import Nominatim
from .providers.photon.adapter import Photon
from .providers.towns.adapter import Towns


@cache
def towns() -> Towns:
    """The embedded table, whatever the setting: it also places accounts, without a network."""
    return Towns()


def geocoder() -> Geocoder:
    """The one that the administrator chose."""
    name, address = getattr(settings, "GEOCODER", "towns"), getattr(settings, "GEOCODER_URL", "")
    return _made(name, address)


PROVIDERS: Mapping[str, Callable[[str], Geocoder]] = {
    "towns": lambda _address: towns(),
    "geoplateforme": Geoplateforme,
    "nominatim": Nominatim,
    "photon": Photon,
}


@cache
def _made(name: str, address: str) -> Geocoder:
    return PROVIDERS[name](address)
