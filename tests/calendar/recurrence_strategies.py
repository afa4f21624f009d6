"""Rules and series that no one would think of."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import strategies as st

from tournee.calendar.domain.recurrence import Recurrence, Rule, starts

PARIS = "Europe/Paris"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_YEAR = timedelta(days=366)
firsts = st.datetimes(datetime.fromisoformat("2019-01-01"), datetime.fromisoformat("2026-12-31")).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
zones = st.sampled_from([PARIS, "America/New_York", "Australia/Lord_Howe", "America/Phoenix", "Pacific/Apia"])


def lists(values: st.SearchStrategy[int], most: int = 3) -> st.SearchStrategy[str]:
    """Numbers with commas between them."""
    return st.lists(values, min_size=1, max_size=most, unique=True).map(lambda some: ",".join(map(str, some)))


def either_end(most: int) -> st.SearchStrategy[int]:
    """A place counted from the beginning or from the end."""
    return st.integers(-most, most).filter(bool)


@st.composite
def rule_texts(draw: st.DrawFn, frequencies: tuple[str, ...] = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")) -> str:
    """RRULEs without an end."""
    freq = draw(st.sampled_from(frequencies))
    parts = {"FREQ": freq, "INTERVAL": str(draw(st.sampled_from([1, 1, 2, 3, 5, 13])))}
    optional: dict[str, Callable[[], str]] = {"WKST": lambda: draw(st.sampled_from(WEEKDAYS))}
    optional["BYMONTH"] = lambda: draw(lists(st.integers(1, 12), 4))
    optional["BYDAY"] = lambda: draw(weekdays(freq))
    optional["BYHOUR"] = lambda: draw(lists(st.integers(0, 23)))
    if freq != "WEEKLY":
        optional["BYMONTHDAY"] = lambda: draw(lists(either_end(31)))
    if freq == "YEARLY":
        optional["BYYEARDAY"] = lambda: draw(lists(either_end(366)))
        optional["BYWEEKNO"] = lambda: draw(lists(either_end(53)))
    chosen = draw(st.lists(st.sampled_from(sorted(optional)), max_size=3, unique=True))
    parts |= {name: optional[name]() for name in chosen}
    if any(name.startswith("BY") for name in chosen) and draw(st.booleans()):
        parts["BYSETPOS"] = draw(lists(either_end(4), 2))
    return ";".join(f"{name}={value}" for name, value in parts.items())


@st.composite
def weekdays(draw: st.DrawFn, freq: str) -> str:
    """BYDAY, with ordinals where they may be."""
    days = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True))
    if freq not in {"MONTHLY", "YEARLY"} or draw(st.booleans()):
        return ",".join(days)
    return ",".join(f"{draw(either_end(5))}{day}" for day in days)


@st.composite
def rules(draw: st.DrawFn, first: datetime) -> Rule:
    """Rules of all kinds, with and without an end."""
    text = draw(rule_texts(("DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY")))
    text += draw(st.sampled_from(["", ";COUNT=1", ";COUNT=7", ";COUNT=60", ";UNTIL="]))
    if text.endswith("="):
        text += f"{first + timedelta(hours=draw(st.integers(0, 20_000))):%Y%m%dT%H%M%SZ}"
    return Rule.parse(text)


@st.composite
def series(draw: st.DrawFn) -> tuple[Recurrence, datetime, str]:
    """Series with one rule or two, dates added and dates left out."""
    first = draw(firsts)
    some = draw(st.lists(rules(first), min_size=1, max_size=2))
    nearby = st.integers(0, 8_000).map(lambda hours: first + timedelta(hours=hours))
    extra, excluded = draw(st.lists(nearby, max_size=3)), draw(st.lists(nearby, max_size=2))
    zone = draw(zones)
    listed = starts(Recurrence(tuple(some)), first, zone, first, first + ONE_YEAR)
    excluded += draw(st.lists(st.sampled_from(listed), max_size=3)) if listed else []
    days = [moment.date() for moment in excluded[:1]] if draw(st.booleans()) else []
    return Recurrence(tuple(some), tuple(extra), (*excluded, *days)), first, zone
