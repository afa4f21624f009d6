"""Reads the table of towns."""

import atexit
import sqlite3
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from tournee.directory.domain.found_place import FoundPlace
from tournee.directory.domain.search_words import LAST, slips_allowed, slips_between
from tournee.directory.domain.town_names import TownText, read_town, town_key, without_cedex
from tournee.values.place import Place

from .mapping import COLUMNS, Town, found, town_of

TABLE = Path(__file__).with_name("towns.sqlite3")
# Beginnings of one or two letters fit thousands of towns: the largest of so many are offered.
READ = 3_000
LIKELY_THE_SAME_NAME = 80
NEAREST_RINGS = 4
# A rectangle higher than this many tenths of a degree is read from end to end: some 15 ms.
ROWS_BY_CELL = 40


class Towns:
    """About 83,000 towns of 14 countries; French ones by postcode too."""

    name = "towns"

    def __init__(self, table: Path = TABLE) -> None:
        # One connection for all threads, one statement at a time: a statement takes a few milliseconds at most.
        self._lock = threading.Lock()
        address = f"{table.as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        atexit.register(self._connection.close)

    def find(self, text: str, *, limit: int, language: str) -> list[FoundPlace]:  # noqa: ARG002 -- one name a town
        """Towns by name, beginning of a name, postcode or both; failing these, with a slip or two."""
        wanted = read_town(text)
        if not wanted.key and not wanted.postcode:
            return []
        ranked = sorted(self._as_typed(wanted), key=lambda town: (town.key != wanted.key, -town.population, town.name))
        ranked = ranked or self._with_slips(wanted)
        return [found(town, wanted.postcode) for town in ranked[:limit]]

    def locate(self, *, postcode: str, city: str, country: str) -> Place | None:
        """The centre of the one town that an address means; None where it is not known for sure."""
        return self._locate(postcode.replace(" ", ""), town_key(without_cedex(city)), country)

    def nearest(self, place: Place) -> FoundPlace | None:
        """The town whose centre is nearest, within some 40 km."""
        row, column = int((place.latitude + 90) * 10), int((place.longitude + 180) * 10)
        for ring in (1, NEAREST_RINGS):
            cells = [
                (row + up) * 3600 + (column + across) % 3600
                for up in range(-ring, ring + 1)
                for across in range(-ring, ring + 1)
            ]
            towns = self._towns(f"cell IN ({','.join('?' * len(cells))})", *cells)
            if towns:
                return found(min(towns, key=lambda town: town.place.distance_m(place)))
        return None

    def within(self, *, south: float, west: float, north: float, east: float, limit: int) -> list[FoundPlace]:
        """The largest towns of a rectangle, the largest first: what a map writes on itself."""
        corners = [round(degrees * 10_000) for degrees in (south, north, west, east)]
        condition = "latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?"
        rows = (int((south + 90) * 10), int((north + 90) * 10))
        if rows[1] - rows[0] <= ROWS_BY_CELL:
            bands = [f"cell BETWEEN {row * 3600 + int((west + 180) * 10)} AND {row * 3600 + int((east + 180) * 10)}"
                     for row in range(rows[0], rows[1] + 1)]  # fmt: skip
            condition += f" AND ({' OR '.join(bands)})"
        condition += " AND name NOT LIKE '% Arrondissement'"
        return [found(town) for town in self._towns(condition, *corners, limit=limit)]

    @lru_cache(maxsize=4_096)  # noqa: B019 -- one adapter lives as long as the program
    def _locate(self, postcode: str, key: str, country: str) -> Place | None:
        if postcode and country in {"", "FR", "MC"}:
            sharing = self._towns("id IN (SELECT town FROM postcode WHERE postcode = ?)", postcode)
            best = _named(sharing, key, postcode)
            if best is not None:
                return best.place
        if not key:
            return None
        same_name = [town for town in self._named_exactly(key) if country in {"", town.country}]
        if country in {"", "FR"} and postcode:
            # A sorting office's code is no commune's: its first digits still tell the department.
            same_name = [town for town in same_name if town.country != "FR" or postcode.startswith(town.area[:2])]
        return _outstanding(same_name)

    def _as_typed(self, wanted: TownText) -> list[Town]:
        if wanted.postcode:
            code = wanted.postcode
            towns = self._towns(
                "id IN (SELECT town FROM postcode WHERE postcode >= ? AND postcode < ? LIMIT 500)", code, code + LAST
            )
            return [town for town in towns if wanted.key in town.key]
        begins = (wanted.key, wanted.key + LAST)
        ids = "SELECT town FROM alias WHERE key >= ? AND key < ?"
        return self._towns(f"(key >= ? AND key < ?) OR id IN ({ids})", *begins, *begins)

    def _with_slips(self, wanted: TownText) -> list[Town]:
        most = slips_allowed(wanted.key.replace(" ", ""))
        if not most:
            return []
        for beginning in (wanted.key[0], ""):
            keys: list[str] = [row[0] for row in self._rows("SELECT DISTINCT key FROM town WHERE key >= ? AND key < ?",
                                                 beginning, beginning + LAST)]  # fmt: skip
            likely = process.extract(wanted.key, keys, scorer=fuzz.ratio, score_cutoff=60, limit=200)
            slips = {key: slips_between(wanted.key, key, most=most) for key, *_ in likely}
            near = [town for key in slips if slips[key] <= most for town in self._towns("key = ?", key)]
            if near:
                return sorted(near, key=lambda town: (slips[town.key], -town.population, town.name))
        return []

    def _named_exactly(self, key: str) -> list[Town]:
        return self._towns("key = ? OR id IN (SELECT town FROM alias WHERE key = ?)", key, key)

    def _towns(self, condition: str, *values: object, limit: int = READ) -> list[Town]:
        # The condition is one of this file's; what people typed is among the values.
        statement = f"SELECT {COLUMNS} FROM town WHERE {condition} ORDER BY population DESC LIMIT {int(limit)}"  # noqa: S608
        return [town_of(row) for row in self._rows(statement, *values)]

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _named(towns: list[Town], key: str, postcode: str) -> Town | None:
    """The town of that name among those of one postcode; the only one, or the largest, where the name says nothing."""
    if not towns or not postcode:
        return None
    districts = [town for town in towns if town.key.startswith(f"{key} ") and town.key.endswith("arrondissement")]
    exact = [town for town in towns if town.key == key]
    if key and (districts or exact):
        return (districts or exact)[0]
    if key:
        close = process.extractOne(
            key, [town.key for town in towns], scorer=fuzz.ratio, score_cutoff=LIKELY_THE_SAME_NAME
        )
        if close is not None:
            return towns[close[2]]
    return towns[0]


def _outstanding(towns: list[Town]) -> Place | None:
    """The only one, or one five times as large as the next; among lesser ones nobody can tell."""
    largest = sorted(towns, key=lambda town: -town.population)[:2]
    if not largest or (len(largest) == 2 and largest[0].population < 5 * largest[1].population):
        return None
    return largest[0].place
