"""Series that are cut, thinned or moved."""

from datetime import timedelta

from .moments import Moment
from .series import Recurrence


def until_before(recurrence: Recurrence, first: Moment, zone: str | None, moment: Moment) -> Recurrence:
    """The series' part before `moment`; together with `from_moment` it has each start exactly once."""
    raise NotImplementedError


def from_moment(recurrence: Recurrence, first: Moment, zone: str | None, moment: Moment) -> Recurrence:
    """The part that starts at `moment`, an occurrence, which becomes its own first: COUNT less what came before it."""
    raise NotImplementedError


def without(recurrence: Recurrence, moment: Moment) -> Recurrence:
    """The series less the occurrence that starts at `moment`."""
    raise NotImplementedError


def shifted(recurrence: Recurrence, first: Moment, by: timedelta) -> Recurrence:
    """The rules for a series whose first start moves by `by` of wall time, exceptions moved along.

    Weekdays, days of a month and months that name the first start's own follow it.
    """
    raise NotImplementedError
