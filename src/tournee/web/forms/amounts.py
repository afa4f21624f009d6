"""Amounts as people write and read them."""

from decimal import Decimal

from django.utils import formats

from tournee.values.money import Money

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
# No-break space: an amount never breaks over two lines.
GAP = "\u00a0"


def read_amount(text: str, language: str) -> str:
    """ "1 234,50" and "1,234.50" as "1234.50"; what is no number comes back as it was, to be refused by its reader."""
    plain = "".join(sign for sign in text if not sign.isspace() and sign not in "'’€£$")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        thousands = "." if comma > point else ","
        return plain.replace(thousands, "").replace(",", ".")
    if comma >= 0 and (language.startswith("fr") or (plain.count(",") == 1 and len(plain) - comma != 4)):
        return plain.replace(",", ".")
    return plain.replace(",", "")


def written_amount(minor: int | None, currency: str) -> str:
    """As the form's field holds it, in the language of the page: 1234,50."""
    return "" if minor is None else _number(Money(minor, currency).amount, grouped=False)


def money_text(minor: int | None, currency: str) -> str:
    """For reading: 12 500 € in French, €12,500 in English."""
    if minor is None:
        return ""
    number, symbol = _number(Money(minor, currency).amount, grouped=True), SYMBOLS.get(currency)
    if symbol and formats.get_format("DECIMAL_SEPARATOR") == ".":
        return f"{symbol}{number}"
    return f"{number}{GAP}{symbol or currency}"


def _number(amount: Decimal, *, grouped: bool) -> str:
    whole = amount == amount.to_integral_value()
    decimals = 0 if whole else max(2, -int(amount.as_tuple().exponent))
    return formats.number_format(amount, decimals, use_l10n=True, force_grouping=grouped)
