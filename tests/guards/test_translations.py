"""Both languages are complete: no text untranslated, doubtful, missing, left over, or not compiled."""

from development import translations


def test_every_text_is_translated_and_compiled() -> None:
    assert translations.faults() == []
