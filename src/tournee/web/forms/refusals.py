"""A room's refusal, put beside the fields of the form that asked."""

from collections.abc import Callable
from typing import Any

from django import forms

from tournee.values.refusal import Conflict, Invalid, Refusal, Stale


def save(form: forms.Form, action: Callable[[], Any]) -> bool:
    """Do it when the form is right; whether it was done. What a person typed stays in the form."""
    if not form.is_valid():
        return False
    try:
        action()
    except (Invalid, Conflict, Stale) as refusal:
        put_beside_fields(form, refusal)
        return False
    return True


def put_beside_fields(form: forms.Form, refusal: Refusal) -> None:
    """Each text to its field; what belongs to none stands above them all."""
    for name, texts in refusal.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, str(text))
    if not refusal.fields:
        form.add_error(None, str(refusal.message))
