"""Makes towns.json of this folder: the names on the map, from the product's table of towns (GeoNames, CC BY 4.0).

Not part of any run; done again when the table is: python frontend/map/basemap/labels.py
"""

import json
import math
import sqlite3
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[2] / "src/tournee/directory/providers/towns/towns.sqlite3"
ZOOMS = range(4, 10)
# On each zoom the largest town of each patch of the screen, so that names never crowd. Pixels.
WIDTH, HEIGHT = 130, 56
LARGEST_FIRST = "SELECT name, latitude, longitude FROM town WHERE population >= 400 ORDER BY population DESC, name"


def patch(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    """Where a town falls on a screen of that zoom (Web Mercator)."""
    size = 256 * 2**zoom
    north = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)
    return int((longitude + 180) / 360 * size // WIDTH), int((0.5 - north) * size // HEIGHT)


def labels() -> list[list[object]]:
    """Name, thousandths of degrees north and east, and the zoom from which it is shown."""
    with sqlite3.connect(f"{TABLE.as_uri()}?mode=ro", uri=True) as table:
        towns = table.execute(LARGEST_FIRST).fetchall()
    # Districts of Paris, Lyon and Marseille are not towns of their own on a map.
    towns = [town for town in towns if "arrondissement" not in town[0].lower()]
    first_shown: dict[int, int] = {}
    for zoom in ZOOMS:
        taken: set[tuple[int, int]] = set()
        for number, (_, latitude, longitude) in enumerate(towns):
            where = patch(latitude / 10_000, longitude / 10_000, zoom)
            if where not in taken:
                taken.add(where)
                first_shown.setdefault(number, zoom)
    return [
        [name, round(latitude / 10), round(longitude / 10), first_shown[number]]
        for number, (name, latitude, longitude) in enumerate(towns)
        if number in first_shown
    ]


if __name__ == "__main__":
    written = json.dumps(labels(), ensure_ascii=False, separators=(",", ":"))
    (HERE / "towns.json").write_text(written, encoding="utf-8")
    print(f"{written.count('[') - 1} towns, {len(written.encode()):,} bytes")  # noqa: T201 -- a command's answer
