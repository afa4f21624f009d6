"""Where the demonstration's accounts are: real towns, cut from the directory room's table."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tournee.values.place import Place

LIST = Path(__file__).with_name("towns.csv")


@dataclass(frozen=True, slots=True)
class Town:
    """`area` is the French department's number, elsewhere the country."""

    country: str
    area: str
    city: str
    postcode: str
    place: Place


@cache
def towns() -> tuple[Town, ...]:
    """All of them, by area, the largest first."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return tuple(
            Town(
                row["country"],
                row["area"],
                row["city"],
                row["postcode"],
                Place(float(row["latitude"]), float(row["longitude"])),
            )
            for row in csv.DictReader(file)
        )


def towns_in(areas: Collection[str]) -> list[Town]:
    """Those of some areas."""
    return [town for town in towns() if town.area in areas]
