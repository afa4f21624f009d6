"""Points on the earth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.values.place import BadPlace, Place

LYON, PARIS = Place(45.764, 4.8357), Place(48.8566, 2.3522)
points = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize("bad", [(91, 0), (-91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_a_point_off_the_earth_is_refused(bad: tuple[float, float]) -> None:
    with pytest.raises(BadPlace):
        Place(*bad)


def test_the_distance_between_two_towns() -> None:
    assert LYON.distance_m(PARIS) == pytest.approx(391_500, rel=0.003)


def test_across_the_date_line_is_near() -> None:
    assert Place(0, 179.999).distance_m(Place(0, -179.999)) < 300


@given(points, points)
def test_distance_is_mutual_and_at_most_half_round_the_earth(one: Place, two: Place) -> None:
    assert one.distance_m(two) == pytest.approx(two.distance_m(one), abs=1e-3)
    assert 0 <= one.distance_m(two) <= 20_016_000
