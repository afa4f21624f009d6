"""How events, amounts and links of the directory's pages are written."""

import json
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tournee.calendar.models import Event
from tournee.directory.domain.found_place import FoundPlace
from tournee.directory.models import Opportunity
from tournee.directory.queries import Hit
from tournee.web.forms.amounts import money_text

register = template.Library()
# Between two hours.
DASH = "–"


@register.filter
def amount(opportunity: Opportunity) -> str:
    """12 500 €, or nothing."""
    return money_text(opportunity.amount_minor, opportunity.currency)


@register.filter
def day(value: date | None) -> str:
    """As people say it: "mar. 24 nov.", "Tue 24 Nov"; the year only where it is another one."""
    if value is None:
        return ""
    written = r"D\. j N" if _french() else "D j M"
    return date_format(value, written if timezone.localdate().year == value.year else f"{written} Y")


@register.filter
def date_short(value: date | None) -> str:
    """Far dates, where the day of the week says nothing: "27 janv. 2027"."""
    return date_format(value, "j N Y" if _french() else "j M Y") if value else ""


@register.filter
def when(event: Event) -> str:
    """Its day and hours, in the viewer's zone."""
    if event.starts_on is not None and event.ends_on is not None:
        last = date.fromordinal(event.ends_on.toordinal() - 1)
        if last <= event.starts_on:
            return _("%(day)s, all day") % {"day": day(event.starts_on)}
        return f"{day(event.starts_on)} {DASH} {day(last)}"
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    if start.date() == end.date():
        return f"{day(start.date())}, {_hour(start)}{DASH}{_hour(end)}"
    return f"{day(start.date())}, {_hour(start)} {DASH} {day(end.date())}, {_hour(end)}"


@register.filter
def type_name(event: Event) -> str:
    """Its activity type, in the page's language."""
    return event.type.name_in(get_language() or "fr") if event.type else ""


@register.filter
def is_overdue(value: date | None) -> bool:
    """Whether that day is over."""
    return value is not None and value < timezone.localdate()


@register.filter
def telephone(text: str) -> str:
    """A telephone number as a link dials it."""
    return "".join(sign for sign in text if sign.isdigit() or sign in "+,*#")


@register.filter
def as_json(value: Any) -> str:
    """For a data attribute; the template escapes it."""
    return json.dumps(value, default=str, ensure_ascii=False)


def _french() -> bool:
    return (get_language() or "fr").startswith("fr")


def _hour(moment: datetime) -> str:
    return date_format(moment, "H:i")


@register.filter
def place_fill(found: FoundPlace) -> dict[str, str]:
    """What a chosen town writes into the fields of an account's form."""
    return {"city": found.city, "postcode": found.postcode, "country": found.country}


@register.filter
def account_fill(hit: Hit) -> dict[str, str]:
    """What a chosen account writes into a form."""
    return {"account_id": str(hit.id), "account_text": hit.title}
