"""The log of every change: sync tokens, live pages, deltas and histories read it."""

from django.db import models

from tournee.values.identifier import new_id


class ChangeCounter(models.Model):
    """The last number given out in an organisation; its row lock makes numbers follow commits."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    last_number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last_number)


class Change(models.Model):
    """One change of one record. `changes` maps a field to its values before and after, both JSON."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    number = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    # Whose calendar or record it is: decides who may hear of the change. None: the whole organisation.
    owner_id = models.UUIDField(null=True)
    actor = models.ForeignKey(
        "organisations.Member", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    # One of `origin.Origin`; empty in lines from before it was kept.
    source = models.CharField(max_length=6, default="", db_default="")
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="change_number_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "subject_id", "number"], name="change_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
