"""A refusal: what a person asked for was not done, why, and beside which field to say so."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Refusal(Exception):
    """The ancestor of every expected error. `code` is stable for programs; texts may be lazy translations."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"

    def __init__(
        self,
        message: object,
        *,
        code: str | None = None,
        fields: Mapping[str, Sequence[object]] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.own_code = code or self.code
        self.fields = dict(fields or {})
        self.extra = dict(extra or {})

    def __str__(self) -> str:
        return str(self.message)


class NotVisible(Refusal):
    """There is no such thing, or none that the viewer may know of: the two answer alike."""

    status, code = 404, "not_found"


class NotAllowed(Refusal):
    """The viewer sees it, and may not do this."""

    status, code = 403, "not_allowed"


class Invalid(Refusal):
    """Bad input; `fields` says where."""

    status, code = 422, "invalid"


class Stale(Refusal):
    """Someone else changed it since the viewer read it."""

    status, code = 412, "stale_version"


class Conflict(Refusal):
    """The state of things forbids it."""

    status, code = 409, "conflict"
