"""What templates of every page use: icons, form fields, initials."""

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tournee.values.time_zone import places
from tournee.web import menus

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """The drawing of that id in icons.svg; `size` may be "small" or "large". Never the only sign of something."""
    classes = f"icon icon--{size}" if size else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("web/icons.svg"),
        name,
    )


@register.filter
def initials(name: str) -> str:
    """At most two letters for an avatar: "Léa Martin" gives LM."""
    parts = [part for part in name.split() if part[:1].isalnum()]
    letters = [part[0] for part in ([parts[0], parts[-1]] if len(parts) > 1 else parts)]
    return "".join(letters).upper() or "?"


@register.inclusion_tag("web/fields/field.html")
def field(bound: BoundField, hint: str | None = None, label: str = "", **attributes: Any) -> dict[str, Any]:
    """A field with its label, hint and errors; further arguments become attributes of the input (`_` for `-`)."""
    kind = _kind(bound)
    hint = str(bound.help_text) if hint is None else hint
    described_by = [f"{bound.auto_id}_hint"] if hint else []
    if bound.errors:
        described_by.append(f"{bound.auto_id}_error")
    attrs: dict[str, Any] = {name.replace("_", "-"): value for name, value in attributes.items()}
    if kind == "input":
        attrs["class"] = f"input {attributes.get('class', '')}".strip()
    if described_by:
        attrs["aria-describedby"] = " ".join(described_by)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "hint": hint,
        "widget": bound.as_widget(attrs=attrs),
        "optional": not bound.field.required and kind == "input" and not isinstance(bound.field.widget, Select),
    }


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "file" if isinstance(widget, FileInput) else "input"


@register.inclusion_tag("web/fields/zones.html")
def zones() -> dict[str, Any]:
    """The list behind fields made by `zone_field`."""
    return {"places": places()}


@register.inclusion_tag("web/side_menu.html", takes_context=True)
def profile_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The side menu of My profile."""
    return {"items": menus.profile_menu(context["request"].path)}


@register.inclusion_tag("web/side_menu.html", takes_context=True)
def settings_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The side menu of the settings."""
    return {"items": menus.settings_menu(context["request"].path)}


@register.simple_tag
def undo_address(message: Message) -> str:
    """Where to post to take back what a message tells of: views give it as the extra tag `undo:/address/`."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:/")), "")
