"""Forms of accounts, contacts and opportunities: they show and carry; the directory's actions judge."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from tournee.directory import queries as directory
from tournee.directory.domain.countries import CODES
from tournee.directory.models import Account, AccountKind, Contact, Grade, Opportunity, OpportunityState, Record
from tournee.organisations import queries as organisations
from tournee.organisations.models import Language, Member
from tournee.values.refusal import Invalid
from tournee.values.text import fold

from .amounts import read_amount, written_amount

Raw = dict[str, str]
# The likeliest first; the rest of the world follows by code.
NEAR_COUNTRIES = ("FR", "BE", "CH", "LU", "MC", "ES", "IT", "DE", "GB", "IE", "NL", "PT", "AT", "AD")


def line(label: Any, *, limit: int, required: bool = False, kind: str = "text", **attrs: str) -> forms.CharField:
    """A one-line field; its bounds are told to the browser and judged by the action."""
    widget = forms.TextInput(attrs={"maxlength": limit, **attrs})
    widget.input_type = kind
    return forms.CharField(label=label, required=required, widget=widget)


class RecordForm(forms.Form):
    """What the three forms share. It never refuses by itself: `refuse` puts the action's words beside the fields."""

    use_required_attribute = False
    # The action's names of fields that stand on the page under another.
    shown_as: ClassVar[Mapping[str, str]] = {}

    owner_id = forms.CharField(label=_("Owner"), required=False)
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, viewer: Member, data: Mapping[str, Any] | None = None, *, initial: Raw | None = None) -> None:
        super().__init__(data, initial=initial)
        self.viewer = viewer
        present = (initial or {}).get("owner_id") or str((data or {}).get("owner_id") or "")
        self.fields["owner_id"].widget = forms.Select(choices=owner_choices(viewer, present))

    def full_clean(self) -> None:
        """Nothing is judged here: one place knows what may be kept (directory.domain.record_fields)."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    @property
    def raw(self) -> Raw:
        """What was typed, with line ends as they are kept."""
        return {name: str(self.data.get(name, "")).replace("\r\n", "\n") for name in self.fields}

    def sent(self, names: Iterable[str]) -> dict[str, Any]:
        """Those of the named fields, as the action takes them. Raises Invalid."""
        raw = self.raw
        return {name: raw[name] for name in names}

    def refuse(self, refusal: Invalid) -> None:
        """Put each message beside its field; those of no field above the form."""
        self.full_clean()
        for field, messages in refusal.fields.items():
            name = self.shown_as.get(field, field)
            self.add_error(name if name in self.fields else None, [str(message) for message in messages])
        if not refusal.fields:
            self.add_error(None, str(refusal.message))

    @property
    def base(self) -> str:
        """The values that the form was opened with: what differs from them was changed by this person."""
        return json.dumps(self.initial)

    def shown(self, name: str, value: str) -> str:
        """A raw value as people read it."""
        widget = self.fields[name].widget
        if isinstance(widget, forms.Select):
            return str(dict(widget.choices).get(value, value))
        return value


class AccountForm(RecordForm):
    """An account's fields, its place apart."""

    name = line(_("Name"), limit=200, required=True, autocomplete="organization")
    kind = forms.CharField(label=_("Kind"), widget=forms.Select(choices=AccountKind.choices))
    grade = forms.CharField(
        label=_("Grade"), required=False, widget=forms.Select(choices=[("", _("None")), *Grade.choices])
    )
    street = line(_("Street"), limit=200, autocomplete="street-address")
    postcode = line(_("Postcode"), limit=16, autocomplete="off")
    city = line(_("Town"), limit=120, autocomplete="off")
    country = forms.CharField(label=_("Country"), required=False)
    phone = line(_("Telephone"), limit=40, kind="tel", autocomplete="off")
    email = line(_("E-mail"), limit=254, kind="email", autocomplete="off", inputmode="email")
    website = line(_("Website"), limit=200, kind="text", inputmode="url", autocomplete="off")

    def __init__(self, viewer: Member, data: Mapping[str, Any] | None = None, *, initial: Raw | None = None) -> None:
        super().__init__(viewer, data, initial=initial)
        self.fields["country"].widget = forms.Select(choices=country_choices())

    @staticmethod
    def values_of(record: Record) -> Raw:
        """A record as the form holds it."""
        assert isinstance(record, Account)  # noqa: S101 -- for the type checker
        names = ("name", "kind", "grade", "street", "postcode", "city", "country", "phone", "email", "website", "notes")
        return {**{name: getattr(record, name) for name in names}, "owner_id": _id(record.owner_id)}


class OfAccountForm(RecordForm):
    """A form with an account, chosen from suggestions: its id travels, its name is what people see."""

    shown_as: ClassVar[Mapping[str, str]] = {"account_id": "account_text"}

    account_id = forms.CharField(required=False, widget=forms.HiddenInput)
    account_text = forms.CharField(
        label=_("Account"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "maxlength": 200,
                "autocomplete": "off",
                "role": "combobox",
                "aria-expanded": "false",
                "aria-autocomplete": "list",
                "data-suggest": "/accounts/suggestions/",
                "data-suggest-clears": "account_id",
            }
        ),
    )

    def sent(self, names: Iterable[str]) -> dict[str, Any]:
        """As above, with the account that was chosen, or typed so that only one can be meant."""
        wanted = set(names)
        about_account = wanted & {"account_id", "account_text"}
        fields = super().sent(wanted - about_account)
        if about_account:
            fields["account_id"] = self._chosen_account() or self._typed_account()
        return fields

    def _chosen_account(self) -> str:
        chosen, text = self.raw["account_id"], self.raw["account_text"]
        # Without a script the id stays when another name is typed over the first.
        untouched = chosen == self.initial.get("account_id") and text != self.initial.get("account_text", "")
        return "" if untouched or not text.strip() else chosen

    def _typed_account(self) -> str | None:
        text = self.raw["account_text"].strip()
        if not text:
            return None
        hits = directory.search(self.viewer, text, kinds=["account"], limit=10)
        same = [hit for hit in hits if fold(hit.title) == fold(text)]
        if len(same) == 1:
            return str(same[0].id)
        words = _("Choose one of the accounts that are offered while you type, or create this account first.")
        raise Invalid(words, fields={"account_id": [words]})


class ContactForm(OfAccountForm):
    """A contact's fields."""

    given_name = line(_("First name"), limit=80, autocomplete="off")
    family_name = line(_("Last name"), limit=80, autocomplete="off")
    job_title = line(_("Job title"), limit=120, autocomplete="off")
    email = line(_("E-mail"), limit=254, kind="email", autocomplete="off", inputmode="email")
    phone = line(_("Telephone"), limit=40, kind="tel", autocomplete="off")
    mobile = line(_("Mobile"), limit=40, kind="tel", autocomplete="off")
    language = forms.CharField(
        label=_("Language"),
        required=False,
        widget=forms.Select(choices=[("", _("Not known")), *Language.choices]),
    )

    def __init__(self, viewer: Member, data: Mapping[str, Any] | None = None, *, initial: Raw | None = None) -> None:
        super().__init__(viewer, data, initial=initial)
        present = (initial or {}).get("language") or str((data or {}).get("language") or "")
        choices = [("", _("Not known")), *Language.choices]
        if present not in dict(choices):
            # An import or a program may have written another language: it is kept.
            choices.append((present, present))
        self.fields["language"].widget = forms.Select(choices=choices)

    @staticmethod
    def values_of(record: Record) -> Raw:
        """A record as the form holds it."""
        assert isinstance(record, Contact)  # noqa: S101 -- for the type checker
        names = ("given_name", "family_name", "job_title", "email", "phone", "mobile", "language", "notes")
        account = record.account
        return {
            **{name: getattr(record, name) for name in names},
            "owner_id": _id(record.owner_id),
            "account_id": _id(record.account_id),
            "account_text": account.name if account else "",
        }


class OpportunityForm(OfAccountForm):
    """An opportunity's fields; the amount as people write it."""

    name = line(_("Name"), limit=200, required=True, autocomplete="off")
    stage = line(_("Stage"), limit=60, autocomplete="off")
    state = forms.CharField(label=_("State"), widget=forms.Select(choices=OpportunityState.choices))
    amount = line(_("Amount"), limit=40, inputmode="decimal", autocomplete="off")
    currency = line(_("Currency"), limit=3, autocomplete="off", list="currencies")
    expected_on = forms.CharField(
        label=_("Expected on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, viewer: Member, data: Mapping[str, Any] | None = None, *, initial: Raw | None = None) -> None:
        super().__init__(viewer, data, initial=initial)
        self.fields["account_text"].required = True

    def sent(self, names: Iterable[str]) -> dict[str, Any]:
        """As above, with amount and currency as one value."""
        wanted = set(names)
        money = wanted & {"amount", "currency"}
        fields = super().sent(wanted - money)
        if money:
            amount = read_amount(self.raw["amount"], self.viewer.language)
            fields["amount"] = {"amount": amount, "currency": self.raw["currency"].strip().upper()}
        return fields

    @staticmethod
    def values_of(record: Record) -> Raw:
        """A record as the form holds it."""
        assert isinstance(record, Opportunity)  # noqa: S101 -- for the type checker
        return {
            **{name: getattr(record, name) for name in ("name", "stage", "state", "notes")},
            "currency": record.currency,
            "amount": written_amount(record.amount_minor, record.currency),
            "expected_on": record.expected_on.isoformat() if record.expected_on else "",
            "owner_id": _id(record.owner_id),
            "account_id": _id(record.account_id),
            "account_text": record.account.name,
        }


def owner_choices(viewer: Member, present: str) -> list[tuple[str, Any]]:
    """Nobody, oneself, then colleagues by name; one whose access has ended only where he is the owner already."""
    members = organisations.members_visible_to(viewer)
    others = [
        (str(member.pk), member.name)
        for member in members
        if member.pk != viewer.pk and (member.is_active or str(member.pk) == present)
    ]
    return [("", _("Nobody: everyone may change it")), (str(viewer.pk), _("Me")), *others]


def country_choices() -> list[tuple[str, str]]:
    """Codes with the names of those nearby."""
    near = [(code, f"{COUNTRY_NAMES[code]}") for code in NEAR_COUNTRIES]
    return [("", "—"), *near, *((code, code) for code in sorted(CODES - set(NEAR_COUNTRIES)))]


COUNTRY_NAMES: Mapping[str, Any] = {
    "FR": _("France"),
    "BE": _("Belgium"),
    "CH": _("Switzerland"),
    "LU": _("Luxembourg"),
    "MC": _("Monaco"),
    "ES": _("Spain"),
    "IT": _("Italy"),
    "DE": _("Germany"),
    "GB": _("United Kingdom"),
    "IE": _("Ireland"),
    "NL": _("Netherlands"),
    "PT": _("Portugal"),
    "AT": _("Austria"),
    "AD": _("Andorra"),
}


def _id(value: object) -> str:
    return str(value) if value else ""
