"""Secrets at rest."""

from typing import Any

import pytest

from tournee.connections.secrets import SecretLost, seal, seal_again, unseal

OLD, NEW = "o" * 50, "n" * 50


def test_a_secret_comes_back_and_does_not_show(settings: Any) -> None:
    settings.STORAGE_KEYS = [OLD]
    sealed = seal("correct horse")
    assert "horse" not in sealed
    assert unseal(sealed) == "correct horse"


def test_keys_are_changed_without_losing_what_the_old_one_sealed(settings: Any) -> None:
    settings.STORAGE_KEYS = [OLD]
    sealed = seal("secret")
    settings.STORAGE_KEYS = [NEW, OLD]
    moved = seal_again(sealed)
    settings.STORAGE_KEYS = [NEW]
    assert unseal(moved) == "secret"
    with pytest.raises(SecretLost):
        unseal(sealed)
