"""Lists of records: narrowed by the address, searched as one types, page after page, or all of it as a file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode

from tournee.directory import queries as directory
from tournee.directory.models import Record
from tournee.directory.queries import Page
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member

from ..viewing import viewer_of

ROWS = 50
MOST_FOUND = 100
LONGEST_SEARCH = 200
Position = tuple[str, UUID]
PageOf = Callable[..., Page[Any]]


@dataclass(frozen=True)
class Listing:
    """One of the three lists. `choices` names the filters that take one of a few words, with those words."""

    folder: str
    kind: str
    page_of: PageOf
    choices: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; what it does not know is left out."""

    text: str
    owner_id: UUID | None
    chosen: Mapping[str, str]
    after: Position | None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the whole list is asked for."""
        return bool(self.text or self.owner_id or self.chosen)

    def query(self, **more: str) -> str:
        """As an address says it."""
        parts = {"q": self.text, "owner": str(self.owner_id or ""), **self.chosen, **more}
        return urlencode({name: value for name, value in parts.items() if value})


def read_wanted(viewer: Member, listing: Listing, query: QueryDict) -> Wanted:
    """From the address bar, where anybody may have written anything."""
    chosen = {
        name: value
        for name, choices in listing.choices.items()
        if (value := query.get(name, "")) and value in dict(choices)
    }
    owner = query.get("owner", "")
    return Wanted(
        text=" ".join(query.get("q", "").replace("\x00", " ").split())[:LONGEST_SEARCH],
        owner_id=viewer.pk if owner == "me" else _uuid(owner),
        chosen=chosen,
        after=_position(query.get("after", "")),
    )


def list_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The page, or for htmx the rows alone."""
    viewer = viewer_of(request)
    wanted = read_wanted(viewer, listing, request.GET)
    records, following = found(viewer, listing, wanted)
    context = {
        "listing": listing,
        "records": records,
        "wanted": wanted,
        "query": wanted.query(),
        "more": f"?{wanted.query(after=_written(following))}" if following else "",
        "cut": wanted.text and len(records) == MOST_FOUND,
    }
    context |= {"head": f"web/directory/{listing.folder}/head.html", "row": f"web/directory/{listing.folder}/row.html"}
    if request.headers.get("HX-Request"):
        response = render(request, f"web/directory/{'rows' if wanted.after else 'results'}.html", context)
        if not wanted.after:
            # What was typed stands in the address bar, so that the list can be linked and comes back by "back".
            response["HX-Replace-Url"] = f"{request.path}?{wanted.query()}" if wanted.query() else request.path
        return response
    context["owners"] = organisations.members_visible_to(viewer).filter(is_active=True)
    return render(request, f"web/directory/{listing.folder}/list.html", context)


def found(viewer: Member, listing: Listing, wanted: Wanted) -> tuple[list[Record], Position | None]:
    """The records asked for: the best answers to a search, else a page by name."""
    if not wanted.text:
        page = listing.page_of(
            viewer, limit=ROWS, after=wanted.after, owner_id=wanted.owner_id, **wanted.chosen
        )  # fmt: skip
        return page.items, page.next
    hits = directory.search(viewer, wanted.text, kinds=[listing.kind], limit=MOST_FOUND)
    return [hit.record for hit in hits if _matches(hit.record, wanted)], None


def all_found(viewer: Member, listing: Listing, wanted: Wanted, *, at_once: int = 500) -> Iterator[list[Record]]:
    """Everything asked for, in portions."""
    if wanted.text:
        yield found(viewer, listing, wanted)[0]
        return
    after: Position | None = None
    while True:
        page = listing.page_of(viewer, limit=at_once, after=after, owner_id=wanted.owner_id, **wanted.chosen)
        yield page.items
        after = page.next
        if after is None:
            return


def _matches(record: Record, wanted: Wanted) -> bool:
    if wanted.owner_id is not None and record.owner_id != wanted.owner_id:
        return False
    return all(getattr(record, name) == value for name, value in wanted.chosen.items())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _written(position: Position) -> str:
    name, last_id = position
    return f"{last_id.hex}{name}"


def _position(text: str) -> Position | None:
    last_id = _uuid(text[:32]) if len(text) >= 32 else None
    return (text[32:].replace("\x00", ""), last_id) if last_id else None
