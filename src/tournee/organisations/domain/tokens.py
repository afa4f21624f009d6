"""The secret of an API token: random, so that a plain hash is enough to keep (256 bits cannot be guessed)."""

import hashlib
import secrets

PREFIX = "tn_"


def new_secret() -> str:
    """`tn_` and 43 characters that are safe in addresses and headers."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal: what the table keeps."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hint_of(secret: str) -> str:
    """What its owner recognises it by."""
    return f"{PREFIX}…{secret[-4:]}"
