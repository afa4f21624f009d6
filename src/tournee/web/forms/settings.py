"""Forms of the settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournee.calendar.actions.activity_types import COLOURS, ICONS
from tournee.organisations.models import DoubleBooking, Role, Sharing

from .choices import LANGUAGES, VersionedForm, language_field, zone_field

COLOUR_NAMES = {
    "green": _("Green"),
    "blue": _("Blue"),
    "violet": _("Violet"),
    "teal": _("Teal"),
    "pink": _("Pink"),
    "brown": _("Brown"),
    "slate": _("Slate"),
    "gold": _("Gold"),
}
ICON_NAMES = {
    "visit": _("Visit"),
    "meeting": _("Meeting"),
    "call": _("Call"),
    "video": _("Video"),
    "meal": _("Meal"),
    "training": _("Training"),
    "show": _("Trade show"),
    "travel": _("Travel"),
    "office": _("Office"),
    "away": _("Away"),
    "calendar": _("Calendar"),
}
TeamChoices = list[tuple[str, str]]


class NewUserForm(forms.Form):
    """Somebody who is to sign in."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.REP)
    team_id = forms.ChoiceField(label=_("Team"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    invite = forms.BooleanField(
        label=_("Send the invitation by e-mail now"),
        required=False,
        initial=True,
        help_text=_("In any case you then see the link, to hand it over yourself."),
    )

    def __init__(self, *args: Any, teams: TeamChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team_id"].choices = [("", _("No team")), *teams]  # type: ignore[attr-defined]  # a ChoiceField


class UserForm(VersionedForm):
    """Somebody who signs in already."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    team_id = forms.ChoiceField(label=_("Team"), required=False)
    language = language_field()
    time_zone = zone_field()

    def __init__(self, *args: Any, teams: TeamChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team_id"].choices = [("", _("No team")), *teams]  # type: ignore[attr-defined]  # a ChoiceField


class TeamForm(VersionedForm):
    """A team, and where it stands."""

    name = forms.CharField(label=_("Name"), max_length=120)
    parent_id = forms.ChoiceField(label=_("Stands below"), required=False)

    def __init__(self, *args: Any, teams: TeamChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent_id"].choices = [("", _("No other team")), *teams]  # type: ignore[attr-defined]  # as above


class ActivityTypeForm(VersionedForm):
    """A kind of event, in both languages."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=60, required=False)
    name_en = forms.CharField(
        label=_("Name in English"), max_length=60, required=False, help_text=_("One of the two is enough.")
    )
    colour = forms.ChoiceField(
        label=_("Colour"), choices=[(name, COLOUR_NAMES[name]) for name in COLOURS], widget=forms.RadioSelect
    )
    icon = forms.ChoiceField(
        label=_("Icon"), choices=[(name, ICON_NAMES[name]) for name in ICONS], widget=forms.RadioSelect
    )
    is_video = forms.BooleanField(
        label=_("Takes place by video"), required=False, help_text=_("Its events carry a camera.")
    )
    active = forms.BooleanField(
        label=_("Offered for new events"), required=False, help_text=_("Events that have it keep it either way.")
    )


class OrganisationForm(VersionedForm):
    """What holds for everybody."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = language_field()
    time_zone = zone_field()
    country = forms.CharField(
        label=_("Country"), min_length=2, max_length=2, help_text=_("Two letters, such as FR: for new addresses.")
    )
    currency = forms.CharField(
        label=_("Currency"),
        min_length=3,
        max_length=3,
        help_text=_("Three letters, such as EUR: for new opportunities."),
    )
    calendar_sharing = forms.ChoiceField(
        label=_("Calendars that sales reps see"),
        choices=Sharing.choices,
        help_text=_("Managers see the teams below them, administrators everybody's. Private events stay private."),
    )
    double_booking = forms.ChoiceField(label=_("When two events of one person overlap"), choices=DoubleBooking.choices)
