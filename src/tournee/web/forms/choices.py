"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("fr", "Français"), ("en", "English")]
# ISO 8601: 1 is Monday.
WEEK_DAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]


def language_field() -> forms.ChoiceField:
    """One of the languages of the screens."""
    return forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


def zone_field() -> forms.CharField:
    """An IANA zone, found by typing; `{% zones %}` on the page holds the list."""
    widget = forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=_("Time zone"), max_length=64, widget=widget, help_text=_("Type a city or a region."))


class VersionedForm(forms.Form):
    """Carries the version that was read: a save on top of somebody else's is refused."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def sent(self) -> dict[str, Any]:
        """What the action takes: every other field, by its name."""
        values = dict(self.cleaned_data)
        version = values.pop("version")
        return {**values, "if_version": version}

    def renew(self, version: int) -> None:
        """After a refusal: the next save stands on the present version, as its writer has been told."""
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["version"] = str(version)  # type: ignore[index]  # as above
