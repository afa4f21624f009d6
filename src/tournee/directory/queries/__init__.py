"""Read the directory; each table through its one gate."""

from .export import export_lines
from .imports import Progress, can_start, import_of, imports_visible_to, progress_of
from .lists import Page, accounts_page, contacts_page, opportunities_page
from .records import (
    account,
    accounts_visible_to,
    can_edit,
    contact,
    contacts_by_address,
    contacts_visible_to,
    opportunities_visible_to,
    opportunity,
)
from .search import Hit, search

__all__ = [
    "Hit",
    "Page",
    "Progress",
    "account",
    "accounts_page",
    "accounts_visible_to",
    "can_edit",
    "can_start",
    "contact",
    "contacts_by_address",
    "contacts_page",
    "contacts_visible_to",
    "export_lines",
    "import_of",
    "imports_visible_to",
    "opportunities_page",
    "opportunities_visible_to",
    "opportunity",
    "progress_of",
    "search",
]
