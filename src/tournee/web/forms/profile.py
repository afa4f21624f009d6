"""Forms of My profile."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tournee.organisations.domain.scopes import SCOPES

from .choices import WEEK_DAYS, VersionedForm, language_field, zone_field

THEME_CHOICES = [("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]
LOGOUT_CHOICES = [
    (1, _("1 hour")),
    (2, _("2 hours")),
    (4, _("4 hours")),
    (8, _("8 hours")),
    (12, _("12 hours")),
    (24, _("1 day")),
    (72, _("3 days")),
    (168, _("1 week")),
    (336, _("2 weeks")),
]
EXPIRY_CHOICES = [
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("1 year")),
    ("", _("Until I revoke it")),
]
SCOPE_TEXTS = {
    "events:read": _("See events"),
    "events:write": _("Create, change and delete events"),
    "tasks:read": _("See tasks"),
    "tasks:write": _("Create, change and complete tasks"),
    "directory:read": _("See accounts, contacts and opportunities"),
    "directory:write": _("Create and change accounts, contacts and opportunities"),
    "changes:read": _("Follow what changes"),
    "organisation:read": _("See colleagues, teams and activity types"),
    "organisation:write": _("Manage users, teams and settings (administrators)"),
    "me": _("See and change your own profile"),
    "all": _("Everything that you may do yourself"),
}
CONTENT_TEXTS = {
    "details": _("Your events with all that they say, private ones too"),
    "busy": _("Only when your time is taken"),
}


class AboutForm(VersionedForm):
    """Who one is to the others."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = language_field()
    time_zone = zone_field()


class PreferencesForm(VersionedForm):
    """How one's calendar looks, and when one is signed out."""

    week_start = forms.TypedChoiceField(
        label=_("The week starts on"), coerce=int, choices=[WEEK_DAYS[0], WEEK_DAYS[5], WEEK_DAYS[6]]
    )
    work_days = forms.MultipleChoiceField(
        label=_("Working days"), choices=WEEK_DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    work_start = forms.TimeField(
        label=_("Working hours from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    work_end = forms.TimeField(label=_("until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    show_tasks = forms.BooleanField(label=_("Show tasks in the calendar"), required=False)
    logout_after_hours = forms.TypedChoiceField(
        label=_("Sign me out after"),
        coerce=int,
        choices=LOGOUT_CHOICES,
        help_text=_("So long without use, on every device."),
    )
    theme = forms.ChoiceField(
        label=_("Appearance on this device"), choices=THEME_CHOICES, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, hours: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hours not in dict(LOGOUT_CHOICES):
            # Chosen by a program: offered as it is, so that saving changes nothing else.
            field = self.fields["logout_after_hours"]
            field.choices = [*LOGOUT_CHOICES, (hours, f"{hours} h")]  # type: ignore[attr-defined]  # a ChoiceField


class TokenForm(forms.Form):
    """A new key for a program."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[(scope, SCOPE_TEXTS[scope]) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the token may do.")},
    )
    expires = forms.ChoiceField(label=_("It works for"), choices=EXPIRY_CHOICES, required=False, initial="90")

    def sent(self) -> dict[str, Any]:
        """What the action takes."""
        days = self.cleaned_data["expires"]
        return {
            "name": self.cleaned_data["name"],
            "scopes": self.cleaned_data["scopes"],
            "expires_at": timezone.now() + timedelta(days=int(days)) if days else None,
        }


class AddressForm(forms.Form):
    """A new address of one's calendar for a program."""

    name = forms.CharField(label=_("What is the address for?"), max_length=80)
    content = forms.ChoiceField(
        label=_("What does it show?"),
        choices=list(CONTENT_TEXTS.items()),
        initial="details",
        widget=forms.RadioSelect,
    )
