"""Two people changed one record: nothing that either of them wrote gets lost."""

from hypothesis import given
from hypothesis import strategies as st

from tournee.web.forms.merging import merge, read_raw, read_versions, shown_names

NAMES = ("name", "phone", "notes")
forms = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b", "c"]) for name in NAMES})


@given(forms, forms, forms)
def test_every_field_is_kept_taken_over_or_asked_about(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    met = merge(base, mine, theirs)
    for name in NAMES:
        by_me, by_other = mine[name] != base[name], theirs[name] != base[name]
        assert (name in met.both) is (by_me and by_other and mine[name] != theirs[name])
        if by_me and not by_other:
            assert name in met.changed
        if by_other and not by_me:
            assert name in met.taken
            assert name not in met.changed


@given(forms, forms)
def test_without_another_person_nothing_is_taken_over(base: dict[str, str], mine: dict[str, str]) -> None:
    met = merge(base, mine, base)
    assert (met.taken, met.both) == (frozenset(), frozenset())
    assert met.changed == {name for name in NAMES if mine[name] != base[name]}


@given(st.text(max_size=40))
def test_hidden_fields_may_hold_anything(text: str) -> None:
    names = frozenset(NAMES)
    assert read_raw(text, names).keys() <= names
    assert read_versions(text, names).keys() == {"mine", "theirs"}


def test_an_account_is_asked_about_once_by_its_name() -> None:
    assert shown_names(frozenset({"account_id", "account_text", "notes"})) == ["account_text", "notes"]
    assert shown_names(frozenset({"account_id"})) == ["account_text"]
