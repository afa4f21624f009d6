"""Amounts of money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.values.money import BadMoney, Money


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1234.50", "EUR", 123450),
        (" 7 ", "EUR", 700),
        ("100", "JPY", 100),
        ("1.005", "KWD", 1005),
        ("-3.10", "GBP", -310),
    ],
)
def test_reading(amount: str, currency: str, minor: int) -> None:
    assert Money.parse(amount, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "why"),
    [
        ("1,50", "EUR", "number"),
        ("", "EUR", "number"),
        ("NaN", "EUR", "number"),
        ("Infinity", "EUR", "number"),
        ("1e20", "EUR", "number"),
        ("1.005", "EUR", "precision"),
        ("1.5", "JPY", "precision"),
        ("1", "eur", "currency"),
        ("1", "EURO", "currency"),
    ],
)
def test_what_is_no_amount_is_refused(amount: str, currency: str, why: str) -> None:
    with pytest.raises(BadMoney, match=why):
        Money.parse(amount, currency)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_an_amount_survives_being_written(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert isinstance(money.amount, Decimal)
    assert Money.parse(f"{money.amount:f}", currency) == money
