"""A point on the earth, and the distance between two."""

from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt

# Mean earth radius of IUGG, metres: haversine with it errs by 0.14 % on average.
EARTH_RADIUS_M = 6_371_008.8


class BadPlace(ValueError):
    """Latitude outside ±90 or longitude outside ±180, or not a number."""


@dataclass(frozen=True, slots=True)
class Place:
    """WGS 84 degrees, north and east positive."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        """Raises BadPlace."""
        if not (isfinite(self.latitude) and isfinite(self.longitude)):
            raise BadPlace("number")
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise BadPlace("range")

    def distance_m(self, other: "Place") -> float:
        """Great-circle distance in metres."""
        lat_1, lat_2 = radians(self.latitude), radians(other.latitude)
        half_lat, half_lon = (lat_2 - lat_1) / 2, radians(other.longitude - self.longitude) / 2
        chord = sin(half_lat) ** 2 + cos(lat_1) * cos(lat_2) * sin(half_lon) ** 2
        return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))
