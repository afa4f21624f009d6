"""An e-mail address as a value (RFC 5321 limits, RFC 5322 addr-spec without comments)."""

import re
from dataclasses import dataclass

_LOCAL = r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")


class BadAddress(ValueError):
    """Not one e-mail address."""


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """One address, its domain in lower case; comparing two ignores case, as mail servers do in practice."""

    text: str

    @classmethod
    def parse(cls, raw: str) -> "EmailAddress":
        """Trim and check. Raises BadAddress."""
        text = raw.strip()
        if len(text) > 254 or not _ADDRESS.fullmatch(text) or ".." in text:
            raise BadAddress(raw[:80])
        local, domain = text.rsplit("@", 1)
        if local.startswith(".") or local.endswith("."):
            raise BadAddress(raw[:80])
        return cls(f"{local}@{domain.lower()}")

    @property
    def key(self) -> str:
        """What two spellings of one address share."""
        return self.text.casefold()

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.text.rsplit("@", 1)[1]
