"""Organisations, the tree of teams, and the people in them."""

from datetime import time
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from tournee.values.identifier import new_id

from .ownership import OwnedModel, VersionedModel


class Role(models.TextChoices):
    """What a member may do."""

    ADMINISTRATOR = "administrator", _("Administrator")
    MANAGER = "manager", _("Manager")
    REP = "rep", _("Sales rep")


class Language(models.TextChoices):
    """The languages of the screens, each by its own name."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"


class Sharing(models.TextChoices):
    """Whose calendars a rep reads beside his own."""

    OWN = "own", _("Their own only")
    TEAM = "team", _("Their team's")
    ORGANISATION = "organisation", _("Everybody's")


class DoubleBooking(models.TextChoices):
    """What happens when two busy events of one person overlap."""

    OFF = "off", _("Say nothing")
    WARN = "warn", _("Warn")
    REFUSE = "refuse", _("Refuse")


class Organisation(models.Model):
    """A company that uses the product; nothing of it is seen by another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    time_zone = models.CharField(max_length=64, default="Europe/Paris")
    currency = models.CharField(max_length=3, default="EUR")
    country = models.CharField(max_length=2, default="FR")
    calendar_sharing = models.CharField(max_length=12, choices=Sharing, default=Sharing.TEAM)
    double_booking = models.CharField(max_length=6, choices=DoubleBooking, default=DoubleBooking.WARN)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Team(VersionedModel):
    """A node of the organisation's tree."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", db_index=False
    )

    class Meta(VersionedModel.Meta):
        indexes = [models.Index(fields=["organisation", "parent"], name="team_by_parent")]
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MemberManager(BaseUserManager["Member"]):
    """The sign-in's view of members: before it, no organisation is known. Rooms read through `queries`."""

    def get_by_natural_key(self, username: str | None) -> "Member":
        """By address, whatever its case."""
        return self.get(email__iexact=username)


class Member(AbstractBaseUser):
    """A person who signs in: the API's `user`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=13, choices=Role, default=Role.REP)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="members", db_index=False
    )
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    time_zone = models.CharField(max_length=64, default="Europe/Paris")
    # 1 is Monday, 7 Sunday (ISO 8601), here and in work_days.
    week_start = models.PositiveSmallIntegerField(default=1)
    work_days = models.CharField(max_length=7, default="12345")
    work_start = models.TimeField(default=time(8, 0))
    work_end = models.TimeField(default=time(18, 0))
    show_tasks = models.BooleanField(default=True)
    logout_after_hours = models.PositiveSmallIntegerField(default=12)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="organisations_member_of_organisation"),
        ]
        indexes = [models.Index(fields=["organisation", "team"], name="member_by_team")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_administrator(self) -> bool:
        """Whether the member sets up the organisation."""
        return self.role == Role.ADMINISTRATOR

    @property
    def is_manager(self) -> bool:
        """Whether the member sees and edits what is in and below the team."""
        return self.role == Role.MANAGER


class ApiToken(OwnedModel):
    """A program's key. Only its SHA-256 is kept: it is random, so a slow hash would add nothing."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["organisation", "member"], name="token_by_member")]

    def __str__(self) -> str:
        return self.name
