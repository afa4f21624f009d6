"""Secrets at rest: sealed with the installation's storage keys, never stored or logged as they are."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SecretLost(RuntimeError):
    """Sealed with a key that the installation no longer has, or damaged."""


def seal(secret: str) -> str:
    """The secret in a form that is safe to store: sealed with the first of the storage keys."""
    return _keys(tuple(settings.STORAGE_KEYS)).encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret, whichever of the storage keys sealed it. Raises SecretLost."""
    try:
        return _keys(tuple(settings.STORAGE_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretLost from error


def seal_again(sealed: str) -> str:
    """The same secret, sealed with the first key. Raises SecretLost."""
    return seal(unseal(sealed))


@cache
def _keys(texts: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key_of(text)) for text in texts])


def _key_of(text: str) -> bytes:
    # The setting is any long random text; Fernet wants 32 bytes in base64.
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"tournee storage key").derive(text.encode())
    return base64.urlsafe_b64encode(derived)
