"""Wall times: a naive `datetime` in the series' own zone, or a `date` for a series of whole days."""

from datetime import UTC, date, datetime, time

from .errors import BadRule

type Moment = datetime | date

MIDNIGHT = time.min


def wall(moment: Moment) -> datetime:
    """The moment as a naive datetime: of a date, its midnight."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, MIDNIGHT)


def like(moment: Moment, first: Moment) -> Moment:
    """The moment in the form of `first`: a date, or a datetime at the hour of `first` when only the day is known."""
    if isinstance(first, datetime):
        return moment if isinstance(moment, datetime) else datetime.combine(moment, first.time())
    return moment.date() if isinstance(moment, datetime) else moment


def read_moment(text: str) -> Moment:
    """A DATE or DATE-TIME of RFC 5545; aware when it ends in Z. Dashes and colons are forgiven. Raises BadRule."""
    plain = text.strip().upper().replace("-", "").replace(":", "").replace(" ", "T")
    zulu = plain.endswith("Z")
    digits = plain.removesuffix("Z")
    try:
        day = date(int(digits[0:4]), int(digits[4:6]), int(digits[6:8]))
        if len(digits) == 8:
            return day
        if len(digits) not in {13, 15} or digits[8] != "T":
            raise BadRule("date", text[:40])
        # RFC 5545 allows a leap second, which no clock here can show.
        second = min(int(digits[13:15] or 0), 59)
        moment = datetime.combine(day, time(int(digits[9:11]), int(digits[11:13]), second))
    except ValueError as error:
        raise BadRule("date", text[:40]) from error
    return moment.replace(tzinfo=UTC) if zulu else moment


def write_moment(moment: Moment) -> str:
    """The moment as RFC 5545 writes it, with Z when it is aware (it must then be in UTC)."""
    day = f"{moment.year:04}{moment.month:02}{moment.day:02}"
    if not isinstance(moment, datetime):
        return day
    return f"{day}T{moment.hour:02}{moment.minute:02}{moment.second:02}{'Z' if moment.tzinfo else ''}"
