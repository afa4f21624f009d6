"""How much of a file is read before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The first five refuse the file, the others the event concerned."""

    octets: int = 10_000_000
    lines: int = 600_000
    components: int = 25_000
    depth: int = 6
    time_zones: int = 100
    line_octets: int = 500_000
    parameters: int = 100
    dates: int = 5_000
    overrides: int = 2_000
    people: int = 1_000
    alerts: int = 50
    others: int = 2_000
    uid: int = 255


USUAL = Limits()
