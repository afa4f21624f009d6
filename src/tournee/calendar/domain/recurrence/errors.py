"""Why a rule is refused."""


class BadRule(ValueError):
    """No rule can be read from the text. `code` is one of CODES, for the caller to put into words."""

    CODES = frozenset(
        {"empty", "too_long", "no_frequency", "frequency", "part", "number", "weekday", "date", "not_divisible"}
    )

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(code, part)
        self.code = code
        self.part = part


class TooDense(BadRule):
    """The rule has more starts than a calendar can show: a code of `too_dense`, or `too_many` of listed dates."""

    CODES = frozenset({"too_dense", "too_many"})

    def __init__(self, code: str = "too_dense", part: str = "") -> None:
        super().__init__(code, part)
