"""One question to a geocoder that an administrator named: bounded in time and size, never led elsewhere."""

from collections.abc import Mapping
from typing import Any

import httpx
import msgspec

from tournee.directory.errors import places_unavailable

SECONDS = 5.0
LARGEST_ANSWER = 2_000_000
AGENT = "Tournee/1 (calendar of a sales team; self-hosted)"


def ask(address: str, parameters: Mapping[str, str | int]) -> Any:
    """The JSON answer to a GET. Raises GeocoderUnavailable for every other outcome."""
    headers = {"User-Agent": AGENT, "Accept": "application/json"}
    try:
        with httpx.stream(
            "GET", address, params=dict(parameters), headers=headers, timeout=SECONDS, follow_redirects=False
        ) as answer:
            if answer.status_code != 200:
                raise places_unavailable()
            return msgspec.json.decode(_body(answer))
    except (httpx.HTTPError, httpx.InvalidURL, msgspec.DecodeError, UnicodeError) as error:
        raise places_unavailable() from error


def _body(answer: httpx.Response) -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise places_unavailable()
    return bytes(body)
