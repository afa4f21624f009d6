"""What repeats an event: rules, dates added and dates left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from .errors import TooDense
from .moments import Moment, wall
from .rule import Rule

type ZoneNames = Callable[[str], str | None]

# As many as a weekly visit of two lifetimes needs; what is far beyond was not written by people.
MOST_RULES = 50
MOST_EXTRA = 5_000
MOST_EXCLUDED = 200_000


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What repeats an event besides its own start, which belongs to every series (RFC 5545, 3.8.5.3).

    `extra` (RDATE) and `excluded` (EXDATE) are wall times of the series' own zone, sorted and unique. A date in either
    stands for the day of a timed series: added at the series' hour, or left out whole. `lengths` holds how long those
    of `extra` last that came as PERIODs. EXDATE does not make a COUNT longer; RDATE is not counted by it. Each rule's
    COUNT counts DTSTART, "always the first occurrence" (3.3.10), also where another rule means it and this one does
    not: so each can be cut and moved without the others. Files of other programs count otherwise: see counting.py.
    Raises TooDense when there are more than MOST_RULES, MOST_EXTRA or MOST_EXCLUDED.
    """

    rules: tuple[Rule, ...] = ()
    extra: tuple[Moment, ...] = ()
    excluded: tuple[Moment, ...] = ()
    lengths: tuple[tuple[Moment, timedelta], ...] = ()

    def __post_init__(self) -> None:
        """Put the lists in order."""
        if len(self.rules) > MOST_RULES or len(self.extra) > MOST_EXTRA or len(self.excluded) > MOST_EXCLUDED:
            raise TooDense("too_many")
        object.__setattr__(self, "rules", tuple(dict.fromkeys(self.rules)))
        object.__setattr__(self, "extra", _in_order(self.extra))
        object.__setattr__(self, "excluded", _in_order(self.excluded))
        object.__setattr__(
            self, "lengths", tuple(sorted(set(self.lengths), key=lambda pair: (*_place(pair[0]), pair[1])))
        )

    @classmethod
    def parse(
        cls,
        lines: Iterable[str],
        *,
        zone: str | None,
        all_day: bool,
        zone_named: ZoneNames | None = None,
        ahead: timedelta = timedelta(0),
    ) -> Self:
        """Read content lines (unfolded): RRULE, RDATE and EXDATE with parameters; others are passed over.

        `zone` is the IANA name of the series' own zone, None when it floats. Moments in UTC or in another zone become
        wall times of it. `zone_named` gives the IANA name for a TZID of the file; by default a TZID must be one, and
        an unknown TZID is taken for the series' own zone. A floating series counts in UTC; its clocks may be
        `ahead` of it where they are those of a place, which moves an UNTIL in UTC (RFC 5545, 3.6.5).
        Raises BadRule, TooDense.
        """
        from .lines import read_lines  # noqa: PLC0415 -- it makes a Recurrence

        return cls(**read_lines(lines, zone=zone, all_day=all_day, zone_named=zone_named, ahead=ahead))

    def lines(self, *, zone: str | None, all_day: bool) -> tuple[str, ...]:
        """Content lines, unfolded, that `parse` reads back to the same value; UNTIL is in UTC if a zone has it.

        The moments of a series in UTC end in Z, and name no zone.
        """
        from .lines import write_lines  # noqa: PLC0415 -- as above

        return write_lines(self, zone=zone, all_day=all_day)

    def __bool__(self) -> bool:
        """Whether anything repeats."""
        return bool(self.rules or self.extra)


def _in_order(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    return tuple(sorted(set(moments), key=_place)) if len(moments) > 1 else moments


def _place(moment: Moment) -> tuple[datetime, bool]:
    """Where a moment stands among the others: a date comes before the midnight that it shares."""
    return wall(moment), isinstance(moment, datetime)
