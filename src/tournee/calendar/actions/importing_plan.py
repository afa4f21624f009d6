"""What becomes of each event of a file: decided on what was read, and handed on to be written by portions."""

import time as clock
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils import timezone

from tournee.organisations.models import Member

from .. import permissions
from ..domain import ics
from ..domain.ics import Item
from ..models import Status
from . import importing_matching as matching
from .importing_changes import cancellation_of, changes_of
from .importing_division import NotDivisible, divided
from .importing_drafts import Surroundings, Unfit, surroundings
from .importing_matching import Known
from .importing_texts import refused_file
from .importing_whole import Coming, coming_of, new_occurrence, new_row, whole_of
from .importing_writing import Bundle, entry, put

NEW, CHANGED, UNCHANGED, UNREADABLE = "new", "changed", "unchanged", "unreadable"
# So many events are compared, and handed on, at once: nobody's memory holds the rows of ten thousand.
PORTION = 500
# Seconds of processor time: series that take longer to work out are too many.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one event of the file; `code` says why it cannot be taken."""

    what: str
    title: str
    starts: datetime | date | None
    uid: str
    code: str = ""


@dataclass(slots=True)
class Outcome:
    """A line for each event of the file, those that cannot be read the last."""

    lines: list[Line] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many lines of each kind."""
        return Counter(one.what for one in self.lines)


def planned(by: Member, owner: Member, read: ics.Calendar, write: Callable[[Bundle], None] | None = None) -> Outcome:
    """The plan for a file; `write` is given what is to be written, portion by portion, before the next is looked at.

    Raises TooMuch, maybe when some portions were written.
    """
    plan = _Plan(by, owner, cancels=read.method == "CANCEL")
    told = [Line(UNREADABLE, one.title, one.starts_on, one.uid, one.code) for one in read.unreadable]
    zone, items = read.zone, deque(read.items)
    # From here on each event is let go once it has been dealt with.
    del read
    items = plan.divided(items)
    around = surroundings(by, owner, items, zone)
    while items:
        plan.take([items.popleft() for _ in range(min(PORTION, len(items)))], around)
        if write:
            write(plan.bundle)
        plan.bundle = Bundle()
    plan.outcome.lines += [*plan.faults, *told]
    return plan.outcome


class _Plan:
    """Goes through the items of a file, and gathers what is to be done."""

    def __init__(self, by: Member, owner: Member, *, cancels: bool) -> None:
        self.by, self.owner, self.cancels = by, owner, cancels
        self.outcome, self.bundle = Outcome(), Bundle()
        self.faults: list[Line] = []
        self.now = timezone.now()
        self.until = clock.thread_time() + PATIENCE

    def divided(self, items: deque[Item]) -> deque[Item]:
        """The items, taken away; in parts, those whose series goes on differently from somewhere on."""
        found: deque[Item] = deque()
        while items:
            item = items.popleft()
            try:
                found.extend(divided(_cancelled(item) if self.cancels else item))
            except NotDivisible:
                self._fault(item, "not_divisible")
        return found

    def take(self, items: Sequence[Item], around: Surroundings) -> None:
        """Compare them with what is here, and decide."""
        known = matching.known_by_uid(self.owner, [item.uid for item in items])
        elsewhere = matching.taken_part_in(self.owner, [item.uid for item in items if item.uid not in known])
        coming = [coming_of(item, known.get(item.uid), around) for item in items]
        differing = [one.known for one in coming if one.known and not matching.same_file(one.known, one.parts)]
        matching.with_details(differing, self.owner.organisation_id)
        to_compare = {one.master.uid for one in differing}
        for one in coming:
            if clock.thread_time() > self.until:
                raise refused_file("too_much_work")
            uid = one.item.uid
            if uid in elsewhere or (one.known and uid not in to_compare):
                self._line(UNCHANGED, one.item)
            else:
                self._take(one, around)

    def _take(self, coming: Coming, around: Surroundings) -> None:
        known = coming.known
        try:
            if known is None:
                self._new(coming, around)
            elif not permissions.may_edit(self.by, known.master):
                raise Unfit("not_allowed")
            elif known.master.deleted_at is None and self._is_known(coming, known):
                self._line(UNCHANGED, coming.item)
            else:
                self._change(coming, known, around)
        except Unfit as error:
            self._fault(coming.item, error.code)

    def _is_known(self, coming: Coming, known: Known) -> bool:
        if self.cancels:
            rows = [known.row(name) for name in coming.parts]
            return all(row is not None and row.status == Status.CANCELLED for row in rows)
        if matching.says_the_same(known, coming.parts, self.owner.language):
            return True
        if "" in coming.parts:
            return matching.is_older(known.master, coming.parts[""])
        pairs = [(known.row(name), part) for name, part in coming.parts.items()]
        return all(row is not None and matching.is_older(row, part) for row, part in pairs)

    def _new(self, coming: Coming, around: Surroundings) -> None:
        if self.cancels:
            raise Unfit("cancels_nothing")
        made, more = whole_of(coming, around)
        master = new_row(self.owner, coming.item.uid)
        put(master, made, more)
        rows = [new_occurrence(master, name, coming.parts[name], around) for name in coming.names]
        self.bundle.made += [(master, made), *rows]
        self.bundle.entries.append(entry(master, {"subject": [None, master.subject]}))
        self._line(NEW, coming.item)

    def _change(self, coming: Coming, known: Known, around: Surroundings) -> None:
        if self.cancels:
            bundle = cancellation_of(coming, known, around)
        else:
            bundle = changes_of(coming, known, around, now=self.now)
        self.bundle.add(bundle)
        what = NEW if bundle.restored else CHANGED if bundle.entries or bundle.removed else UNCHANGED
        self._line(what, coming.item)

    def _line(self, what: str, item: Item, code: str = "") -> None:
        first = item.components[0]
        zone = first.start.zone or self.owner.time_zone
        starts = first.start.wall if first.all_day else first.start.instant(zone)
        self.outcome.lines.append(Line(what, first.summary, starts, item.uid, code))

    def _fault(self, item: Item, code: str) -> None:
        self._line(UNREADABLE, item, code)
        self.faults.append(self.outcome.lines.pop())


def _cancelled(item: Item) -> Item:
    parts = [replace(part, status="CANCELLED") for part in item.components]
    return Item.of(parts)
