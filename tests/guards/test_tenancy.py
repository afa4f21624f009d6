"""Every table belongs to an organisation, so that one of them can live on a server of its own without a rewrite."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from tests.factories.calendar import make_event
from tests.factories.organisations import make_member, make_organisation
from tournee.calendar.models import Event
from tournee.organisations.models import Member, Organisation
from tournee.organisations.ownership import OrganisationMissing, OwnedQuerySet

OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("tournee.")]
# Tables that may do without, each with its reason.
WITHOUT_ORGANISATION = {
    "organisations.Organisation": "is the organisation",
}
# Unique beyond one organisation, each with its reason.
UNIQUE_EVERYWHERE = {
    ("organisations.Member", ("email",)): "the sign-in knows only the address",
    ("organisations.ApiToken", ("digest",)): "the secret alone names the organisation: 256 random bits",
}
# Nothing refers to rows of these, and they are read by other keys than their id.
WITHOUT_UNIQUE_ID = {
    "directory.SearchTerm",
    "directory.SearchWord",
    "change_log.Change",
    "change_log.ChangeCounter",
    "jobs.ReactionPosition",
}
OWNED = [model for model in OURS if model._meta.label not in WITHOUT_ORGANISATION]
each_table = pytest.mark.parametrize("table", OWNED, ids=lambda table: table._meta.label)


def organisation_of(table: type[models.Model]) -> Any:
    return table._meta.get_field("organisation")


def columns(names: list[str] | tuple[str, ...]) -> list[str]:
    return [name.removeprefix("-") for name in names]


def test_exemptions_name_tables_that_exist() -> None:
    labels = {model._meta.label for model in OURS}
    assert set(WITHOUT_ORGANISATION) | WITHOUT_UNIQUE_ID <= labels


@each_table
def test_a_table_names_its_organisation_and_no_row_is_without(table: type[models.Model]) -> None:
    field = organisation_of(table)
    assert field.related_model is Organisation
    assert not field.null


@each_table
def test_ids_are_uuids(table: type[models.Model]) -> None:
    assert isinstance(table._meta.pk, models.UUIDField)


@each_table
def test_the_organisation_stands_first_in_every_index(table: type[models.Model]) -> None:
    for index in table._meta.indexes:
        assert columns(index.fields)[0] == "organisation", index.name
    for field in table._meta.local_fields:
        implied = field.db_index or getattr(field, "unique", False)
        if implied and not field.primary_key and field.name != "organisation":
            assert exempt(table, (field.name,)), field


@each_table
def test_the_organisation_stands_first_in_every_unique_constraint(table: type[models.Model]) -> None:
    unique = [one for one in table._meta.constraints if isinstance(one, models.UniqueConstraint)]
    for constraint in unique:
        assert columns(constraint.fields)[0] == "organisation", constraint.name
    for field in table._meta.local_fields:
        if field.unique and not field.primary_key and field.name != "organisation":
            assert exempt(table, (field.name,)), field
    if table._meta.label not in WITHOUT_UNIQUE_ID:
        assert ("organisation", "id") in {tuple(one.fields) for one in unique}
    assert not table._meta.unique_together


@pytest.mark.django_db
@each_table
def test_the_organisation_stands_first_in_the_database_itself(table: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        kept = connection.introspection.get_constraints(cursor, table._meta.db_table)
    for name, one in kept.items():
        if (one["index"] or one["unique"]) and not one["primary_key"]:
            first = one["columns"][0]
            assert first == "organisation_id" or exempt(table, (first,)), name


@each_table
def test_foreign_keys_lead_to_owned_tables_only(table: type[models.Model]) -> None:
    for field in table._meta.local_fields:
        if field.is_relation:
            assert field.related_model in {*OURS}, field


def exempt(table: type[models.Model], fields: tuple[str, ...]) -> bool:
    return (table._meta.label, fields) in UNIQUE_EVERYWHERE


def owned_managers() -> list[type[models.Model]]:
    return [table for table in OWNED if isinstance(table._default_manager.all(), OwnedQuerySet)]


@pytest.mark.django_db
@pytest.mark.parametrize("table", owned_managers(), ids=lambda table: table._meta.label)
def test_a_query_that_names_no_organisation_is_refused(table: type[models.Model]) -> None:
    everything = table._default_manager.all
    for use in (
        lambda: list(everything()),
        lambda: everything().first(),
        lambda: everything().count(),
        lambda: everything().exists(),
        lambda: list(everything().values_list("pk")),
        lambda: list(everything().iterator()),
        lambda: everything().filter(pk__isnull=False).delete(),
        lambda: everything().update(pk=None),
        lambda: everything().aggregate(models.Count("pk")),
        everything().get,
    ):
        with pytest.raises(OrganisationMissing):
            use()


def test_only_these_tables_are_read_without_that_check() -> None:
    unchecked = {table._meta.label for table in OWNED} - {table._meta.label for table in owned_managers()}
    # The sign-in comes before the organisation is known; the log's rooms name it in each query of theirs.
    assert unchecked == {
        "organisations.Member",
        "change_log.Change",
        "change_log.ChangeCounter",
        "jobs.ReactionPosition",
    }


@pytest.mark.django_db
def test_one_organisation_named_shows_no_row_of_another() -> None:
    ours, theirs = make_member(make_organisation()), make_member(make_organisation())
    make_event(ours)
    make_event(theirs)
    assert [event.owner_id for event in Event.objects.of(ours.organisation_id)] == [ours.pk]
    assert Member.objects.filter(organisation_id=ours.organisation_id).count() == 1
