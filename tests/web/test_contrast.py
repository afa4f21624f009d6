"""Text reaches 4.5:1 on its ground in both themes, drawings 3:1 (WCAG 2.2, 1.4.3 and 1.4.11), as the tokens say."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "frontend" / "styles" / "tokens.css"
COLOURS = ("green", "blue", "violet", "teal", "pink", "brown", "slate", "gold")
GROUNDS = ("paper", "surface", "raised")
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "ink-past", "brand", "late", "wrong") for ground in GROUNDS),
    ("ink", "pressed"),
    ("ink-soft", "pressed"),
    ("brand-ink", "brand"),
    ("brand-ink", "brand-pressed"),
    ("brand-soft-ink", "brand-soft"),
    ("late", "late-soft"),
    ("wrong", "wrong-soft"),
    ("wrong-ink", "wrong"),
    ("ink", "wrong-soft"),
    ("ink", "late-soft"),
    *((f"type-{colour}-ink", f"type-{colour}-fill") for colour in COLOURS),
]
DRAWN_PAIRS = [
    *(("now", ground) for ground in GROUNDS),
    *(("line-strong", ground) for ground in GROUNDS),
    *((f"type-{colour}-edge", f"type-{colour}-fill") for colour in COLOURS),
]


def tokens() -> dict[str, tuple[str, str]]:
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS.read_text(encoding="utf-8"))
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read(theme: int) -> None:
    colours = tokens()
    found = {pair: contrast(colours[pair[0]][theme], colours[pair[1]][theme]) for pair in TEXT_PAIRS}
    assert {pair: round(value, 2) for pair, value in found.items() if value < 4.5} == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_drawn_line_that_means_something_can_be_seen(theme: int) -> None:
    colours = tokens()
    found = {pair: contrast(colours[pair[0]][theme], colours[pair[1]][theme]) for pair in DRAWN_PAIRS}
    assert {pair: round(value, 2) for pair, value in found.items() if value < 3} == {}
