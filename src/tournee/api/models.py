"""Answers kept for a day, so that a request sent twice is done once."""

from django.db import models

from tournee.organisations.ownership import OwnedModel


class IdempotencyKey(OwnedModel):
    """The answer given to a POST with that key. `status` is 0 while the first one is still at work."""

    member = models.ForeignKey("organisations.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    etag = models.CharField(max_length=80, blank=True)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "member", "key"], name="idempotency_key_once"),
        ]
        indexes = [models.Index(fields=["organisation", "created_at"], name="idempotency_key_age")]

    def __str__(self) -> str:
        return self.key
