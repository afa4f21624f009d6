"""Check what people send, gathering every field's problem before refusing."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tournee.directory import queries as directory
from tournee.organisations import queries as organisations
from tournee.organisations.errors import stale
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid
from tournee.values.text import has_control


class Problems:
    """Field errors as they are found; `refuse` raises them together."""

    def __init__(self) -> None:
        self.fields: dict[str, list[object]] = {}

    def add(self, field: str, text: object) -> None:
        """Note a problem."""
        self.fields.setdefault(field, []).append(text)

    def refuse(self) -> None:
        """Raises Invalid if anything was noted."""
        if self.fields:
            raise Invalid(_("Some fields need your attention."), fields=self.fields)

    def text(self, field: str, value: Any, *, most: int, required: bool = False) -> str:
        """Trimmed text without control characters, `most` characters at most."""
        text = "" if value is None else str(value).strip()
        if has_control(text):
            self.add(field, _("This holds characters that cannot be shown. Remove them and try again."))
        elif required and not text:
            self.add(field, _("This cannot be empty."))
        elif len(text) > most:
            message = ngettext(
                "Use %(most)d character at most; this has %(length)d.",
                "Use %(most)d characters at most; this has %(length)d.",
                most,
            )
            self.add(field, message % {"most": most, "length": len(text)})
        return text

    def choice(self, field: str, value: Any, among: list[str]) -> str:
        """One of the words `among`."""
        if value not in among:
            self.add(field, gettext("Choose one of: %(words)s.") % {"words": ", ".join(among)})
        return str(value)

    def found[T](self, field: str, look_up: Callable[[], T | None]) -> T | None:
        """What `look_up` returns; a problem if that is None."""
        found = look_up()
        if found is None:
            self.add(field, _("This does not exist, or is not shared with you."))
        return found


def check_version(version: int, if_version: int | None) -> None:
    """Raises Stale when the caller worked from another version."""
    if if_version is not None and version != if_version:
        raise stale()


def owner_for(problems: Problems, by: Member, owner_id: UUID) -> Member | None:
    """The member in whose calendar `by` wants to write."""
    if owner_id == by.pk:
        return by
    members = organisations.members_visible_to(by)
    owner = problems.found("owner_id", lambda: members.filter(pk=owner_id, is_active=True).first())
    if owner is not None and owner_id not in organisations.editable_calendars(by):
        problems.add("owner_id", _("You may not write in this person's calendar."))
    return owner


def account_and_opportunity(problems: Problems, by: Member, sent: Mapping[str, Any], fields: dict[str, Any]) -> None:
    """Put `account_id` and `opportunity_id` into `fields` as far as they were sent; the latter brings its account."""
    if "account_id" in sent:
        fields["account_id"] = sent["account_id"]
        accounts = directory.accounts_visible_to(by)
        if sent["account_id"] is not None:
            problems.found("account_id", lambda: accounts.filter(pk=sent["account_id"]).first())
    if "opportunity_id" not in sent:
        return
    fields["opportunity_id"] = sent["opportunity_id"]
    if sent["opportunity_id"] is None:
        return
    opportunities = directory.opportunities_visible_to(by)
    opportunity = problems.found("opportunity_id", lambda: opportunities.filter(pk=sent["opportunity_id"]).first())
    if opportunity is None:
        return
    if fields.get("account_id") is None:
        fields["account_id"] = opportunity.account_id
    elif fields["account_id"] != opportunity.account_id:
        problems.add("opportunity_id", _("This opportunity belongs to another account."))
