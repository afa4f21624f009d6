"""Places are found without a network; with one that an administrator names, carefully."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tournee.directory import registry
from tournee.directory.domain.town_names import read_town, town_key, without_cedex
from tournee.directory.errors import GeocoderUnavailable
from tournee.directory.providers import asking
from tournee.directory.providers.geoplateforme.adapter import Geoplateforme
from tournee.directory.providers.geoplateforme.mapping import read_answer as read_geoplateforme
from tournee.directory.providers.nominatim.adapter import Nominatim
from tournee.directory.providers.nominatim.mapping import read_answer as read_nominatim
from tournee.directory.providers.nominatim.pace import wait_for_turn
from tournee.directory.providers.photon.adapter import Photon
from tournee.directory.providers.photon.mapping import read_answer as read_photon
from tournee.values.place import Place

RECORDINGS = Path(__file__).parents[1] / "recordings" / "geocoders"


def recording(name: str) -> Any:
    return json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Lyon", "Lyon (69)"),
        ("lyo", "Lyon (69)"),
        ("LYON", "Lyon (69)"),
        ("Saint-Étienne", "Saint-Étienne (42)"),
        ("st etienne", "Saint-Étienne (42)"),
        ("69100", "Villeurbanne (69)"),
        ("691", "Villeurbanne (69)"),
        ("69100 Villeurbanne", "Villeurbanne (69)"),
        ("Villeurbanne 69100", "Villeurbanne (69)"),
        ("12 rue des Lilas, 69100 Villeurbanne", "Villeurbanne (69)"),
        ("12 rue des Lilas, Grenoble", "Grenoble (38)"),
        ("Lyon Cedex 03", "Lyon (69)"),
        ("Vileurbane", "Villeurbanne (69)"),
        ("Bordaux", "Bordeaux (33)"),
        ("marseile", "Marseille (13)"),
        ("Bruxelles", "Brussels (BE)"),
        ("Londres", "London (GB)"),
        ("Barcelone", "Barcelona (ES)"),
        ("Genève", "Geneva (CH)"),
        ("aix en provence", "Aix-en-Provence (13)"),
    ],
)
def test_a_town_is_found_as_it_is_typed(typed: str, first: str) -> None:
    found = registry.towns().find(typed, limit=5, language="fr")
    assert found[0].label == first
    assert found[0].precision == "town"


@pytest.mark.parametrize("typed", ["", "  ", "xyzzyx", "\x00", "%", "☕", "9" * 50, "x" * 10_000])
def test_what_is_no_town_is_not_found(typed: str) -> None:
    assert registry.towns().find(typed, limit=5, language="fr") == []


@pytest.mark.parametrize(
    ("postcode", "city", "country", "latitude", "longitude"),
    [
        ("69003", "Lyon", "FR", 45.75, 4.86),
        ("69431", "LYON CEDEX 03", "FR", 45.75, 4.84),
        ("75011", "Paris", "FR", 48.858, 2.38),
        ("42000", "St Etienne", "FR", 45.43, 4.39),
        ("74000", "Anecy", "FR", 45.90, 6.12),
        ("", "Lyon", "FR", 45.75, 4.84),
        ("1000", "Bruxelles", "BE", 50.85, 4.35),
        ("", "Barcelona", "ES", 41.39, 2.16),
        ("SW1A 1AA", "London", "GB", 51.51, -0.13),
        ("98000", "Monaco", "MC", 43.73, 7.42),
    ],
)
def test_an_address_is_placed_at_its_town(
    postcode: str, city: str, country: str, latitude: float, longitude: float
) -> None:
    place = registry.towns().locate(postcode=postcode, city=city, country=country)
    assert place is not None
    assert place.distance_m(Place(latitude, longitude)) < 4_000


@pytest.mark.parametrize(
    ("postcode", "city", "country"),
    [("", "Saint-Martin", "FR"), ("99999", "Nowhere", "FR"), ("", "", ""), ("", "Lyon", "DE"), ("", "\x00", "FR")],
)
def test_nobody_guesses_where_a_town_is(postcode: str, city: str, country: str) -> None:
    assert registry.towns().locate(postcode=postcode, city=city, country=country) is None


def test_the_nearest_town_and_the_towns_of_a_map_are_known() -> None:
    nearest = registry.towns().nearest(Place(45.19, 5.72))
    assert nearest is not None
    assert nearest.label == "Grenoble (38)"
    assert registry.towns().nearest(Place(0, -30)) is None
    assert registry.towns().nearest(Place(90, 180)) is None
    labels = [one.city for one in registry.towns().within(south=45, west=4, north=46, east=5.5, limit=3)]
    assert labels == ["Lyon", "Saint-Étienne", "Villeurbanne"]
    whole = [one.city for one in registry.towns().within(south=-90, west=-180, north=90, east=180, limit=2)]
    assert whole == ["London", "Berlin"]


def test_towns_are_asked_by_many_at_once() -> None:
    answers: list[str] = []

    def ask() -> None:
        answers.extend(
            registry.towns().find(name, limit=1, language="fr")[0].city for name in ("Lyon", "Nice", "Lille")
        )

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted(["Lyon", "Nice", "Lille"] * 8)


def test_names_are_compared_in_one_form() -> None:
    assert town_key("ST-ÉTIENNE") == town_key("Saint Etienne") == "saint etienne"
    assert without_cedex("LYON CEDEX 03") == "LYON"
    assert read_town("69003 Lyon") == read_town("Lyon, 69003")


def test_answers_are_read_as_the_services_publish_them() -> None:
    first, second = read_geoplateforme(recording("geoplateforme"))
    assert (first.label, first.postcode, first.city, first.country, first.precision) == (
        "12 Rue des Lilas 69003 Lyon",
        "69003",
        "Lyon",
        "FR",
        "address",
    )
    assert (first.place, second.precision) == (Place(45.756441, 4.859133), "town")
    house, city = read_nominatim(recording("nominatim"))
    assert (house.postcode, house.city, house.country, house.precision) == ("B72 1LH", "Birmingham", "GB", "address")
    assert (city.label[:5], city.place, city.precision) == ("Lyon,", Place(45.7578137, 4.8320114), "town")
    berlin, tower = read_photon(recording("photon"))
    assert (berlin.label, berlin.country, berlin.precision) == ("Berlin", "DE", "town")
    assert (tower.label, tower.precision) == ("Tour, 5 Avenue Anatole France, 75007 Paris", "address")


@pytest.mark.parametrize(
    "answer", [None, [], {}, "text", 5, {"features": 1}, [[]], {"features": [None, 1, {}]}, [None]]
)
def test_nonsense_is_no_answer(answer: Any) -> None:
    assert read_geoplateforme(answer) == read_photon(answer) == read_nominatim(answer) == []


class Service(BaseHTTPRequestHandler):
    """A geocoder on loopback: answers what its path's first part says."""

    asked: list[str] = []

    def do_GET(self) -> None:
        Service.asked.append(self.path)
        kind = self.path.split("/")[1]
        if kind == "redirect":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            return
        bodies = {
            "geoplateforme": json.dumps(recording("geoplateforme")).encode(),
            "nominatim": json.dumps(recording("nominatim")).encode(),
            "photon": json.dumps(recording("photon")).encode(),
            "huge": b" " * 3_000_000,
        }
        self.send_response(500 if kind == "broken" else 200)
        self.end_headers()
        if kind == "slow":
            time.sleep(1)
        self.wfile.write(bodies.get(kind, b"<html>"))

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def service() -> Iterator[str]:
    Service.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("provider", [Geoplateforme, Nominatim, Photon])
def test_a_service_is_asked_and_its_answer_read(provider: Any, service: str, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    geocoder = provider(f"{service}/{provider.name}/")
    found = geocoder.find("12 rue des Lilas\n& 69003", limit=1, language="fr")
    assert len(found) == 1
    query = parse_qs(urlsplit(Service.asked[0]).query)
    assert query["q"] == ["12 rue des Lilas & 69003"]
    assert query["limit"] == ["1"]
    assert geocoder.find("   ", limit=1, language="fr") == []
    assert len(Service.asked) == 1


@pytest.mark.parametrize("kind", ["broken", "redirect", "html", "huge", "slow"])
def test_a_service_that_fails_is_told_so(kind: str, service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    with pytest.raises(GeocoderUnavailable):
        Photon(f"{service}/{kind}").find("Lyon", limit=5, language="fr")
    assert len(Service.asked) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "nonsense", "http://[bad", "ftp://a.example"])
def test_an_address_that_leads_nowhere_is_told_so(address: str) -> None:
    with pytest.raises(GeocoderUnavailable):
        Photon(address).find("Lyon", limit=5, language="fr")


def test_nominatim_is_asked_once_a_second_by_the_whole_product(tmp_path: Path) -> None:
    turn = tmp_path / "turn"
    begun = time.monotonic()
    for _ in range(3):
        wait_for_turn(turn)
    assert 1.9 < time.monotonic() - begun < 6
    turn.write_text(f"{time.time() + 10:.6f}")
    with pytest.raises(GeocoderUnavailable):
        wait_for_turn(turn)
    turn.write_text("nonsense")
    wait_for_turn(turn)


@pytest.mark.parametrize("name", ["towns", "geoplateforme", "nominatim", "photon"])
def test_the_administrator_chooses_the_geocoder(name: str, settings: Any) -> None:
    settings.GEOCODER, settings.GEOCODER_URL = name, "http://127.0.0.1:1"
    assert registry.geocoder().name == name
