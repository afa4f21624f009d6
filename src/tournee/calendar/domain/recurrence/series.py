"""What repeats an event: rules, dates added and dates left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from .moments import Moment
from .rule import Rule

type ZoneNames = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What repeats an event besides its own start, which belongs to every series (RFC 5545, 3.8.5.3).

    `extra` (RDATE) and `excluded` (EXDATE) are wall times of the series' own zone, sorted and unique. A date in either
    stands for the day of a timed series: added at the series' hour, or left out whole. `lengths` holds how long those
    of `extra` last that came as PERIODs. EXDATE does not make a COUNT longer; RDATE is not counted by it.
    """

    rules: tuple[Rule, ...] = ()
    extra: tuple[Moment, ...] = ()
    excluded: tuple[Moment, ...] = ()
    lengths: tuple[tuple[Moment, timedelta], ...] = ()

    @classmethod
    def parse(
        cls, lines: Iterable[str], *, zone: str | None, all_day: bool, zone_named: ZoneNames | None = None
    ) -> Self:
        """Read content lines (unfolded): RRULE, RDATE and EXDATE with parameters; others are passed over.

        `zone` is the IANA name of the series' own zone, None when it floats. Moments in UTC or in another zone become
        wall times of it. `zone_named` gives the IANA name for a TZID of the file; by default a TZID must be one, and
        an unknown TZID is taken for the series' own zone. Raises BadRule, TooDense.
        """
        raise NotImplementedError

    def lines(self, *, zone: str | None, all_day: bool) -> tuple[str, ...]:
        """Content lines, unfolded, that `parse` reads back to the same value; UNTIL is in UTC if a zone has it."""
        raise NotImplementedError

    def __bool__(self) -> bool:
        """Whether anything repeats."""
        return bool(self.rules or self.extra)
