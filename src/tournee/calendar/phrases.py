"""How an event repeats, in words: "every 2 weeks on Monday and Thursday, until 3 June 2027"."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy

from tournee.values.time_zone import zone

from .domain.recurrence import BadRule, Description, Frequency, Kind, Moment, describe
from .domain.series import Series

WORKING_DAYS, WEEKEND, ALL_DAYS = (0, 1, 2, 3, 4), (5, 6), (0, 1, 2, 3, 4, 5, 6)
LISTED = 6
DAYS_OF_LEAP_YEAR = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ORDINALS = {
    1: pgettext_lazy("ordinal of a day", "first"),
    2: pgettext_lazy("ordinal of a day", "second"),
    3: pgettext_lazy("ordinal of a day", "third"),
    4: pgettext_lazy("ordinal of a day", "fourth"),
    5: pgettext_lazy("ordinal of a day", "fifth"),
    -1: pgettext_lazy("ordinal of a day", "last"),
    -2: pgettext_lazy("ordinal of a day", "second last"),
}


def repetition(series: Series) -> str:
    """The rules of a series in the language in use; "" when nothing repeats."""
    try:
        rules = [_rule(describe(rule, series.first), series.times.time_zone) for rule in series.recurrence.rules]
    except BadRule:
        rules = []
    added = len(series.recurrence.extra)
    if added:
        rules.append(ngettext("%(count)d more date", "%(count)d more dates", added) % {"count": added})
    return gettext("; and ").join(rules)


def _rule(found: Description, zone_name: str) -> str:
    text = " ".join(part for part in (_often(found), _on(found)) if part)
    if found.until is not None:
        day = _local_day(found.until, zone_name)
        return gettext("%(rule)s, until %(date)s") % {"rule": text, "date": date_format(day, "j F Y")}
    if found.count is not None:
        times = ngettext("%(rule)s, once", "%(rule)s, %(count)d times", found.count)
        return times % {"rule": text, "count": found.count}
    return text


def _local_day(moment: Moment, zone_name: str) -> date:
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(zone(zone_name)) if moment.tzinfo else moment).date()


def _often(found: Description) -> str:
    number = found.interval
    match found.freq:
        case Frequency.YEARLY:
            text = ngettext("every year", "every %(number)d years", number)
        case Frequency.MONTHLY:
            text = ngettext("every month", "every %(number)d months", number)
        case Frequency.WEEKLY:
            text = ngettext("every week", "every %(number)d weeks", number)
        case Frequency.DAILY if found.kind is Kind.WEEKLY:
            text = ngettext("every week", "every %(number)d weeks", number)
        case Frequency.DAILY:
            text = ngettext("every day", "every %(number)d days", number)
        case Frequency.HOURLY:
            text = ngettext("every hour", "every %(number)d hours", number)
        case Frequency.MINUTELY:
            text = ngettext("every minute", "every %(number)d minutes", number)
        case _:
            text = ngettext("every second", "every %(number)d seconds", number)
    return text % {"number": number}


def _on(found: Description) -> str:
    match found.kind:
        case Kind.YEARLY_BY_WEEKDAY:
            of = {"days": _joined(_nth_weekdays(found)), "months": _months(found.months)}
            return gettext("on %(days)s of %(months)s") % of
        case Kind.OTHER:
            return ", ".join(_clauses(found))
    return _on_days(_days(found))


def _days(found: Description) -> list[str]:
    match found.kind:
        case Kind.WEEKLY:
            return _weekdays(found.weekdays)
        case Kind.MONTHLY_BY_DATE:
            return [_month_day(day) for day in found.month_days]
        case Kind.MONTHLY_BY_WEEKDAY:
            return _nth_weekdays(found)
        case Kind.YEARLY_BY_DATE:
            return [_day_of_month(day, month) for month in found.months for day in found.month_days]
    return []


def _clauses(found: Description) -> Iterable[str]:
    """All that a rule says which has no phrase of its own."""
    rule = found.rule
    if rule.by_month:
        yield gettext("in %(months)s") % {"months": _months(rule.by_month)}
    if rule.by_week_no:
        yield gettext("in week %(numbers)s") % {"numbers": _numbers(rule.by_week_no)}
    if rule.by_year_day:
        yield gettext("on day %(numbers)s of the year") % {"numbers": _numbers(rule.by_year_day)}
    if rule.by_month_day:
        yield _on_days([_month_day(day) for day in rule.by_month_day])
    if rule.by_day:
        yield _on_days([_nth(ordinal, _weekday(day)) if ordinal else _weekday(day) for ordinal, day in rule.by_day])
    if rule.by_hour or rule.by_minute:
        yield from _at(rule.by_hour, rule.by_minute)
    if rule.by_second:
        yield gettext("at second %(numbers)s") % {"numbers": _numbers(rule.by_second)}
    if rule.by_set_pos:
        yield gettext("of these only %(which)s") % {"which": _joined([_ordinal(one) for one in rule.by_set_pos])}


def _at(hours: Sequence[int], minutes: Sequence[int]) -> Iterable[str]:
    if hours and len(hours) * max(len(minutes), 1) <= LISTED:
        times = [f"{hour:02}:{minute:02}" for hour in hours for minute in minutes or (0,)]
        yield gettext("at %(times)s") % {"times": _joined(times)}
        return
    if hours:
        yield gettext("at hour %(numbers)s") % {"numbers": _numbers(hours)}
    if minutes:
        yield gettext("at minute %(numbers)s") % {"numbers": _numbers(minutes)}


def _on_days(days: Sequence[str]) -> str:
    return gettext("on %(days)s") % {"days": _joined(days)} if days else ""


def _weekdays(days: tuple[int, ...]) -> list[str]:
    if days == WORKING_DAYS:
        return [gettext("weekdays")]
    return [_weekday(day) for day in days]


def _weekday(day: int) -> str:
    return pgettext("on a weekday", "%(weekday)s") % {"weekday": _name(day)}


def _name(day: int) -> str:
    # Django writes French days with a capital, as English ones are written.
    name = str(WEEKDAYS[day])
    return name.lower() if (get_language() or "").startswith("fr") else name


def _nth_weekdays(found: Description) -> list[str]:
    if not found.ordinals:
        return _weekdays(found.weekdays)
    if found.together and len(found.weekdays) > 1:
        kinds = {WORKING_DAYS: gettext("weekday"), WEEKEND: gettext("day of a weekend"), ALL_DAYS: gettext("day")}
        several = gettext("of %(days)s") % {"days": _joined([_name(day) for day in found.weekdays])}
        return [_nth(ordinal, kinds.get(found.weekdays, several)) for ordinal in found.ordinals]
    return [_nth(ordinal, _name(day)) for ordinal in found.ordinals for day in found.weekdays]


def _nth(ordinal: int, day: str) -> str:
    return gettext("the %(ordinal)s %(day)s") % {"ordinal": _ordinal(ordinal), "day": day}


def _ordinal(number: int) -> str:
    if number in ORDINALS:
        return str(ORDINALS[number])
    if number < 0:
        return gettext("number %(number)d from the end") % {"number": -number}
    return gettext("number %(number)d") % {"number": number}


def _month_day(day: int) -> str:
    if day > 0:
        return pgettext("of the month", "day %(number)d") % {"number": day}
    return _nth(day, gettext("day"))


def _day_of_month(day: int, month: int) -> str:
    if day > 0:
        # Of a year that has every day.
        written = date_format(date(2024, month, min(day, DAYS_OF_LEAP_YEAR[month])), "j F")
        return pgettext("on a date", "%(date)s") % {"date": written}
    return gettext("%(day)s of %(month)s") % {"day": _month_day(day), "month": MONTHS[month]}


def _months(months: Sequence[int]) -> str:
    return _joined([str(MONTHS[month]) for month in months])


def _numbers(numbers: Iterable[int]) -> str:
    return _joined([str(number) for number in numbers])


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
