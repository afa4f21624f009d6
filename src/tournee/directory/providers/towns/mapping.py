"""Rows of the table, and what is shown of them."""

from dataclasses import dataclass
from typing import Any

from tournee.directory.domain.found_place import FoundPlace
from tournee.values.place import Place

COLUMNS = "name, key, country, area, latitude, longitude, population, postcode"


@dataclass(frozen=True, slots=True)
class Town:
    """A row; `postcode` is its first one, `area` the French department's number or the country."""

    name: str
    key: str
    country: str
    area: str
    place: Place
    population: int
    postcode: str


def town_of(row: tuple[Any, ...]) -> Town:
    """Coordinates are kept as ten-thousandths of a degree, some 11 metres."""
    name, key, country, area, latitude, longitude, population, postcode = row
    return Town(name, key, country, area, Place(latitude / 10_000, longitude / 10_000), population, postcode)


def found(town: Town, typed_postcode: str = "") -> FoundPlace:
    """As an answer; a whole postcode that was typed is kept where the town has several."""
    postcode = typed_postcode if len(typed_postcode) == 5 else town.postcode
    return FoundPlace(
        label=f"{town.name} ({town.area})",
        place=town.place,
        postcode=postcode,
        city=town.name,
        country=town.country,
        precision="town",
    )
