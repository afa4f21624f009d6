"""Accounts, their contacts and their opportunities."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from tournee.organisations.ownership import OwnedModel, VersionedModel
from tournee.values.identifier import new_id

if TYPE_CHECKING:
    TextColumn = models.CharField[str, str]
else:
    # Django's own class takes no type arguments when it runs.
    TextColumn = models.CharField


class FoldedField(TextColumn):
    """Folded text, ordered and compared by its code points on every database.

    PostgreSQL's own collations sort by language: a beginning would not be a range of the index.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """As Django's, with the plain collation where there is a choice."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def import_path(record: "Import", _name: str) -> str:
    """Where an import's file is kept, below the folder of files; its own name is never used on the disk."""
    return f"{record.organisation_id}/imports/{new_id()}.csv"


class AccountKind(models.TextChoices):
    """What an account is to the organisation."""

    CLIENT = "client", _("Client")
    PROSPECT = "prospect", _("Prospect")
    PARTNER = "partner", _("Partner")


class Grade(models.TextChoices):
    """How much an account matters; A comes first."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class PlaceSource(models.TextChoices):
    """How the coordinates were found."""

    NONE = "", _("No place yet")
    TOWN = "town", _("Centre of the town")
    ADDRESS = "address", _("From the address")
    COORDINATES = "coordinates", _("Coordinates typed in")
    PIN = "pin", _("Set on the map")
    IMPORT = "import", _("From an import")


class OpportunityState(models.TextChoices):
    """Whether a deal is still open."""

    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


# A record that an import is bringing lies hidden like one in the trash, at a moment from here on that is the import's.
COMING = datetime(9999, 1, 1, tzinfo=UTC)
IN_TRASH = models.Q(deleted_at__isnull=False)


class Record(VersionedModel):
    """What the three have in common: an owner, notes, and a trash."""

    owner = models.ForeignKey(
        "organisations.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    notes = models.TextField(blank=True, max_length=20_000)
    # The reference of the line that an import made it from: the next import of it changes the same record.
    external_id = models.CharField(max_length=120, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        abstract = True


class Account(Record):
    """A client, prospect or partner."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=AccountKind, default=AccountKind.PROSPECT)
    grade = models.CharField(max_length=1, choices=Grade, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_source = models.CharField(max_length=12, choices=PlaceSource, default=PlaceSource.NONE, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    website = models.CharField(max_length=200, blank=True)
    # The folded name: what lists are sorted by, accents and case aside.
    sort_name = FoldedField(max_length=200, blank=True)

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["organisation", "sort_name", "id"], name="account_by_name"),
            models.Index(fields=["organisation", "deleted_at"], condition=IN_TRASH, name="account_in_trash"),
            models.Index(fields=["organisation", "owner", "sort_name"], name="account_by_owner"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="account_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(Record):
    """An external person, usually of an account."""

    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts", db_index=False
    )
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    # The address as addresses are compared.
    email_key = FoldedField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    mobile = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, blank=True)
    sort_name = FoldedField(max_length=200, blank=True)

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["organisation", "sort_name", "id"], name="contact_by_name"),
            models.Index(fields=["organisation", "deleted_at"], condition=IN_TRASH, name="contact_in_trash"),
            models.Index(fields=["organisation", "account"], name="contact_by_account"),
            models.Index(fields=["organisation", "email_key"], name="contact_by_email"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="contact_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Given name first, as both languages say it."""
        return f"{self.given_name} {self.family_name}".strip() or self.email


class Opportunity(Record):
    """A deal of an account. The amount is whole minor units of `currency`."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="opportunities", db_index=False)
    name = models.CharField(max_length=200)
    stage = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=4, choices=OpportunityState, default=OpportunityState.OPEN)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    sort_name = FoldedField(max_length=200, blank=True)

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["organisation", "sort_name", "id"], name="opportunity_by_name"),
            models.Index(fields=["organisation", "deleted_at"], condition=IN_TRASH, name="opportunity_in_trash"),
            models.Index(fields=["organisation", "account"], name="opportunity_by_account"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="opportunity_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SearchTerm(OwnedModel):
    """A folded word of a living record: what a search looks up, whole or by its beginning."""

    word = FoldedField(max_length=40)
    record_type = models.CharField(max_length=12)
    record_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "record_type", "word", "record_id"], name="term_finds_record"),
        ]
        constraints = [
            # Nothing refers to a term, so it has no (organisation, id) of its own: there are several a record.
            models.UniqueConstraint(fields=["organisation", "record_id", "word"], name="term_once_a_record"),
        ]

    def __str__(self) -> str:
        return self.word


class SearchWord(OwnedModel):
    """A word that some record has or had: the vocabulary in which a mistyped word finds its neighbours.

    One slip leaves either the beginning or the end of a word as it was: both are found by index alone, the end
    by `backwards`, the same word read from its last letter.
    """

    word = FoldedField(max_length=40)
    backwards = FoldedField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["organisation", "backwards"], name="word_by_its_end")]
        # Nothing refers to a word by its id.
        constraints = [models.UniqueConstraint(fields=["organisation", "word"], name="word_once")]

    def __str__(self) -> str:
        return self.word


class ImportState(models.TextChoices):
    """How far an import has come."""

    WAITING = "waiting", _("Waiting")
    CHECKING = "checking", _("Being read")
    CHECKED = "checked", _("Ready to import")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Not imported")


class Import(VersionedModel):
    """A file of accounts, contacts or opportunities on its way in: read, shown, then taken whole or not at all."""

    record_type = models.CharField(max_length=12)
    state = models.CharField(max_length=9, choices=ImportState, default=ImportState.WAITING)
    file = models.FileField(upload_to=import_path, max_length=200)
    file_name = models.CharField(max_length=200)
    by = models.ForeignKey("organisations.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    # {"delimiter": ";", "encoding": "cp1252", "columns": {"name": "Raison sociale", …}}
    format = models.JSONField(default=dict)
    lines_total = models.PositiveIntegerField(default=0)
    lines_done = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    # The first lines as they would come in, and the first hundred errors: [{"line": 12, "column": "…", "message": "…"}]
    preview = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    error_count = models.PositiveIntegerField(default=0)
    # Why it failed, as a code; the worker at it holds `lease` until then, so that two never run one import.
    cause = models.CharField(max_length=40, blank=True)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(VersionedModel.Meta):
        indexes = [models.Index(fields=["organisation", "-created_at"], name="import_latest")]

    def __str__(self) -> str:
        return self.file_name
