"""An amount of money: whole minor units and a currency, never a float."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# ISO 4217: how many decimals a currency has, where it is not two.
_DECIMALS = {"JPY": 0, "KRW": 0, "XOF": 0, "XAF": 0, "XPF": 0, "CLP": 0, "ISK": 0, "TND": 3, "KWD": 3, "BHD": 3}
LARGEST = 10**15


class BadMoney(ValueError):
    """Not a number, too large, finer than the currency's smallest coin, or no ISO 4217 code."""


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` counts the currency's smallest unit: Money(123450, "EUR") is 1 234,50 €."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, amount: str, currency: str) -> "Money":
        """From a decimal text with a point. Raises BadMoney."""
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise BadMoney("currency")
        try:
            number = Decimal(amount.strip())
        except InvalidOperation as error:
            raise BadMoney("number") from error
        if not number.is_finite() or abs(number) > LARGEST:
            raise BadMoney("number")
        minor = number.scaleb(_DECIMALS.get(currency, 2))
        if minor != minor.to_integral_value():
            raise BadMoney("precision")
        return cls(int(minor), currency)

    @property
    def amount(self) -> Decimal:
        """In whole units of the currency."""
        return Decimal(self.minor).scaleb(-_DECIMALS.get(self.currency, 2))
