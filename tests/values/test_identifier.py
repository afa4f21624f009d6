"""Identifiers."""

from tournee.values.identifier import new_id


def test_identifiers_are_version_7_and_stand_in_the_order_of_their_making() -> None:
    made = [new_id() for _ in range(1_000)]
    assert {one.version for one in made} == {7}
    assert made == sorted(set(made))
