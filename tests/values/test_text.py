"""Text as people compare it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.values.text import fold, has_control, words


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Éléonore", "eleonore"),
        ("  L’Œuvre   d'Art ", "l'oeuvre d'art"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ångström", "angstrom"),
        ("Łódź", "lodz"),
    ],
)
def test_folding(written: str, compared: str) -> None:
    assert fold(written) == compared


@given(st.text())
def test_folding_twice_changes_nothing_more_to_compare(text: str) -> None:
    assert words(fold(text)) == words(text)


def test_words_leave_punctuation_out() -> None:
    assert words("Saint-Étienne, (42)") == ["saint", "etienne", "42"]


@pytest.mark.parametrize(
    ("text", "found"), [("a\x00b", True), ("a\x1bb", True), ("a\tb\r\nc", False), ("مرحبا 🎉", False)]
)
def test_control_characters_are_found(text: str, found: bool) -> None:
    assert has_control(text) is found
