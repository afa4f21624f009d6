"""What is due to be told to one person about an event: what he was last told, against what now holds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

# The name of the event, or of the series with all that differs in it; occurrences go by their recurrence_id.
WHOLE = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody sees of an event, or of one occurrence: a digest of all of it, one of its times, when it is over
    (of an occurrence that was moved, when both its places are), and whether it was moved."""

    digest: str
    when: str
    ends_at: datetime
    moved: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """An event as one person has it: the whole, if he is on it; the occurrences that differ from it; and those, with
    their ends, that do not take place for him."""

    whole: Part | None = None
    apart: Mapping[str, Part] = field(default_factory=dict)
    excluded: Mapping[str, datetime] = field(default_factory=dict)


NOTHING = View()


class Method(StrEnum):
    """What a mail asks (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Telling:
    """One mail to one person, about the whole or about some occurrences. `anew` are those whose times he did not know:
    what he answered about them no longer counts."""

    method: Method
    names: tuple[str, ...]
    is_new: bool = False
    anew: frozenset[str] = frozenset()


def digest_of(*texts: str) -> str:
    """A short text that differs where any of the texts does."""
    return sha256("\x00".join(texts).encode("utf-8", "replace")).hexdigest()[:32]


def tellings(told: View, view: View, *, now: datetime) -> list[Telling]:
    """The mails that are due: none about the past, none about what he knows."""
    if told.whole and view.whole:
        return _about_whole(told, view, now)
    if told.whole:
        gone = [Telling(Method.CANCEL, (WHOLE,))] if told.whole.ends_at > now else []
        return gone + _about_occurrences(NOTHING, View(apart=view.apart), now)
    if view.whole:
        new = [Telling(Method.REQUEST, (WHOLE,), is_new=not told.apart)]
        return new if view.whole.ends_at > now else []
    return _about_occurrences(told, view, now)


def _about_whole(told: View, view: View, now: datetime) -> list[Telling]:
    before, after = told.whole, view.whole
    if before is None or after is None or before.digest == after.digest:
        return _about_occurrences(told, view, now)
    if max(before.ends_at, after.ends_at) <= now:
        return []
    anew = {WHOLE} if before.when != after.when else set()
    return [Telling(Method.REQUEST, (WHOLE,), anew=frozenset(anew | _moved(told, view)))]


def told_after(told: View, view: View, *, now: datetime) -> View:
    """What he has been told once these mails are out; what is over before he heard of it, he never was."""
    known = view.whole if told.whole or (view.whole and view.whole.ends_at > now) else None
    apart = {name: part for name, part in view.apart.items() if known or name in told.apart or part.ends_at > now}
    return View(known, apart, {name: end for name, end in view.excluded.items() if known and end > now})


def _about_occurrences(told: View, view: View, now: datetime) -> list[Telling]:
    cancelled = [name for name, end in view.excluded.items() if end > now and name not in told.excluded]
    if told.whole is None:
        cancelled = []
    wanted = {name for name, part in view.apart.items() if _differs(told.apart.get(name), part, now)}
    gone = [name for name, part in told.apart.items() if name not in view.apart and part.ends_at > now]
    if view.whole is None:
        cancelled += gone
    else:
        back = [name for name, end in told.excluded.items() if end > now]
        wanted |= {name for name in (*back, *gone) if name not in view.excluded}
    found = [Telling(Method.CANCEL, tuple(sorted(set(cancelled))))] if cancelled else []
    if wanted:
        is_new = told.whole is None and not wanted & told.apart.keys()
        anew = frozenset(name for name in wanted if name not in view.apart) | (_moved(told, view) & wanted)
        found.append(Telling(Method.REQUEST, tuple(sorted(wanted)), is_new=is_new, anew=anew))
    return found


def _differs(told: Part | None, part: Part, now: datetime) -> bool:
    if max(part.ends_at, told.ends_at if told else part.ends_at) <= now:
        return False
    return told is None or told.digest != part.digest


def _moved(told: View, view: View) -> frozenset[str]:
    """The occurrences whose times are others than he was told; those that he knew as the series has them included."""
    return frozenset(
        name
        for name, part in view.apart.items()
        if (told.apart[name].when != part.when if name in told.apart else part.moved)
    )
