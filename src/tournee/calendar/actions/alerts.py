"""The alerts of an event: read from what was sent, and stored."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from ..models import Alert, Channel, Event
from .checking import Problems

MOST = 10
LONGEST = 60 * 24 * 366
FIELD = "alerts"


class Wanted(NamedTuple):
    """An alert to be."""

    minutes_before: int
    at_time: time | None
    channel: str


def read_alerts(problems: Problems, sent: Iterable[Mapping[str, Any]]) -> list[Wanted]:
    """The alerts sent, each once, the earliest first."""
    wanted = {_read_one(problems, one) for one in sent}
    if len(wanted) > MOST:
        problems.add(FIELD, _("An event holds 10 alerts at most."))
    return sorted(wanted, key=lambda one: (-one.minutes_before, one.channel, str(one.at_time)))


def _read_one(problems: Problems, sent: Mapping[str, Any]) -> Wanted:
    minutes = sent.get("minutes_before") or 0
    if not 0 <= minutes <= LONGEST:
        problems.add(FIELD, _("An alert comes at most a year before."))
        minutes = 0
    at_time: time | None = None
    if sent.get("at_time"):
        try:
            at_time = time.fromisoformat(str(sent["at_time"])).replace(tzinfo=None, microsecond=0)
        except ValueError:
            problems.add(FIELD, _("Write the hour of an alert as 09:00."))
    channel = sent.get("channel") or Channel.IN_APP
    if channel not in Channel.values:
        problems.add(FIELD, _("An alert comes in the application or by e-mail."))
    return Wanted(minutes, at_time, str(channel))


def put_alerts(event: Event, wanted: list[Wanted]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Make the event's alerts those. Returns them before and after, as the log keeps them."""
    alerts = Alert.objects.of(event.organisation_id).filter(event=event)
    present = {Wanted(one.minutes_before, one.at_time, one.channel): one.pk for one in alerts}
    gone = [pk for one, pk in present.items() if one not in wanted]
    if gone:
        alerts.filter(pk__in=gone).delete()
    Alert.objects.bulk_create(
        [
            Alert(organisation_id=event.organisation_id, event=event, **one._asdict())
            for one in wanted
            if one not in present
        ]
    )
    return sorted(list(one) for one in map(_logged, present)), sorted(list(one) for one in map(_logged, wanted))


def _logged(one: Wanted) -> tuple[int, str, str]:
    return one.minutes_before, one.at_time.isoformat("minutes") if one.at_time else "", one.channel
