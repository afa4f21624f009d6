"""When an event is: two instants and a zone, or two dates; and how that is read from what people send."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tournee.values.time_range import BadRange, DateRange, TimeRange
from tournee.values.time_zone import RepeatedTime, SkippedTime, UnknownZone, local_instant, zone

USUAL_LENGTH = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EventTimes:
    """`span` is aware instants, or dates when the event lasts all day; `time_zone` is where it was planned."""

    span: TimeRange | DateRange
    time_zone: str

    @property
    def all_day(self) -> bool:
        """Whether it is dates."""
        return isinstance(self.span, DateRange)

    @property
    def starts_at(self) -> datetime:
        """The instant to sort by: of an all-day event, the UTC midnight of its date."""
        return _instant(self.span.start)

    @property
    def ends_at(self) -> datetime:
        """The instant that ends it, as `starts_at`."""
        return _instant(self.span.end)


def _instant(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time.min, UTC)


class BadTimes(ValueError):
    """What was sent does not say when. `problems` maps a field to a code of `calendar.errors.TIME_PROBLEMS`."""

    def __init__(self, problems: Mapping[str, str], choices: tuple[datetime, datetime] | None = None) -> None:
        super().__init__(dict(problems))
        self.problems = dict(problems)
        self.choices = choices


def read_times(sent: Mapping[str, Any], *, current: EventTimes | None, home_zone: str) -> EventTimes:
    """Complete what was sent (`start`, `end`, `all_day`, `time_zone`, each optional) by `current`, or by what is usual.

    A new start without an end keeps the length. A local time counts in the zone sent, else the current one, else
    `home_zone`. Raises BadTimes.
    """
    name = sent.get("time_zone") or (current.time_zone if current else home_zone)
    try:
        zone(name)
    except UnknownZone as error:
        raise BadTimes({"time_zone": "unknown_zone"}) from error
    all_day = sent["all_day"] if sent.get("all_day") is not None else bool(current and current.all_day)
    if not sent.get("start") and current is None:
        raise BadTimes({"start": "required"})
    span = _read_dates(sent, current, name) if all_day else _read_instants(sent, current, name)
    return EventTimes(span, name)


def _read_dates(sent: Mapping[str, Any], current: EventTimes | None, name: str) -> DateRange:
    before = _as_dates(current, name) if current else None
    start = _date(sent["start"], "start") if sent.get("start") else before.start if before else date.min
    length = timedelta(days=before.days) if before else ONE_DAY
    try:
        end = _date(sent["end"], "end") if sent.get("end") else start + length
    except OverflowError as error:
        raise BadTimes({"start": "year"}) from error
    try:
        return DateRange(start, end)
    except BadRange as error:
        raise _bad_range(error) from error


def _read_instants(sent: Mapping[str, Any], current: EventTimes | None, name: str) -> TimeRange:
    before = _as_instants(current, name) if current else None
    start = _moment(sent["start"], name, "start") if sent.get("start") else before.start if before else EARLIEST
    if sent.get("end"):
        end = _moment(sent["end"], name, "end")
    else:
        try:
            end = start + (before.duration if before else USUAL_LENGTH)
        except OverflowError as error:
            raise BadTimes({"start": "year"}) from error
    try:
        return TimeRange(start, end)
    except BadRange as error:
        raise _bad_range(error) from error


def _bad_range(error: BadRange) -> BadTimes:
    return BadTimes({"start": "year"} if error.args == ("year",) else {"end": "ends_before_start"})


def _date(raw: str, field: str) -> date:
    try:
        # A moment sent for an all-day event means the day that its text shows.
        return date.fromisoformat(raw[:10]) if len(raw) in {10, 16, 19, 20, 25} else date.fromisoformat(raw)
    except ValueError as error:
        raise BadTimes({field: "not_a_date"}) from error


def _moment(raw: str, name: str, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
        if len(raw) <= 10:
            raise ValueError(raw)
    except ValueError as error:
        raise BadTimes({field: "not_a_time"}) from error
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        return local_instant(moment, name).astimezone(UTC)
    except SkippedTime as error:
        raise BadTimes({field: "time_skipped"}) from error
    except RepeatedTime as error:
        raise BadTimes({field: "time_repeated"}, choices=error.choices) from error
    except (OverflowError, ValueError) as error:
        raise BadTimes({field: "year"}) from error


def _as_dates(times: EventTimes, name: str) -> DateRange:
    if isinstance(times.span, DateRange):
        return times.span
    start = times.span.start.astimezone(zone(name)).date()
    last = times.span.end.astimezone(zone(name))
    end = last.date() if last.time() == time.min else last.date() + ONE_DAY
    return DateRange(start, max(end, start + ONE_DAY))


def _as_instants(times: EventTimes, name: str) -> TimeRange:
    if isinstance(times.span, TimeRange):
        return times.span
    # What lasted all day gets an hour in the morning once it has hours.
    start = datetime.combine(times.span.start, time(9), zone(name)).astimezone(UTC)
    return TimeRange(start, start + USUAL_LENGTH)
