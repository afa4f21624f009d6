"""How far the reactions have read the change log."""

from django.db import models

from tournee.values.identifier import new_id


class ReactionPosition(models.Model):
    """The last change of an organisation that was reacted to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
