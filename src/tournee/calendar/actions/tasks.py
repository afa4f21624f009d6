"""Tasks: to do, with or without a due date."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tournee.organisations.errors import not_allowed
from tournee.organisations.models import Member

from .. import permissions, queries
from ..domain.changes import difference
from ..models import Privacy, Task
from .checking import Problems, account_and_opportunity, check_version, owner_for
from .log_lines import log

WRITTEN = ("subject", "owner_id", "due_on", "done_at", "account_id", "opportunity_id", "notes", "privacy", "deleted_at")


@transaction.atomic
def create_task(*, by: Member, sent: Mapping[str, Any]) -> Task:
    """Note a task from the API's fields (`subject` at least). Raises Invalid."""
    task = Task(organisation_id=by.organisation_id, owner=by)
    problems = Problems()
    _take(problems, task, by, {"subject": "", **sent})
    if task.owner_id != by.pk and task.privacy == Privacy.PRIVATE:
        problems.add("privacy", _("Only its owner can make a task private."))
    problems.refuse()
    task.save(force_insert=True)
    log("task.created", task, by, {"subject": [None, task.subject]})
    return task


@transaction.atomic
def update_task(*, task_id: UUID, by: Member, sent: Mapping[str, Any], if_version: int | None = None) -> Task:
    """Change the fields that were sent. Raises NotVisible, NotAllowed, Stale, Invalid."""
    task = _locked(by, task_id)
    check_version(task.version, if_version)
    before = _written(task)
    problems = Problems()
    _take(problems, task, by, sent)
    if task.privacy == Privacy.PRIVATE and task.owner_id != by.pk:
        problems.add("privacy", _("Only its owner can make a task private."))
    problems.refuse()
    return _save_if_changed("task.changed", task, by, before)


@transaction.atomic
def complete_task(*, task_id: UUID, by: Member, if_version: int | None = None) -> Task:
    """Mark a task as done; one that is done stays so. Raises NotVisible, NotAllowed, Stale."""
    task = _locked(by, task_id)
    check_version(task.version, if_version)
    before = _written(task)
    task.done_at = task.done_at or timezone.now()
    return _save_if_changed("task.completed", task, by, before)


@transaction.atomic
def reopen_task(*, task_id: UUID, by: Member, if_version: int | None = None) -> Task:
    """Mark a task as not done. Raises NotVisible, NotAllowed, Stale."""
    task = _locked(by, task_id)
    check_version(task.version, if_version)
    before = _written(task)
    task.done_at = None
    return _save_if_changed("task.reopened", task, by, before)


@transaction.atomic
def delete_task(*, task_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Put a task into the trash. Raises NotVisible, NotAllowed, Stale."""
    task = _locked(by, task_id)
    check_version(task.version, if_version)
    before = _written(task)
    task.deleted_at = timezone.now()
    _save_if_changed("task.deleted", task, by, before)


@transaction.atomic
def restore_task(*, task_id: UUID, by: Member, if_version: int | None = None) -> Task:
    """Take a task out of the trash. Raises NotVisible, NotAllowed, Stale."""
    task = _locked(by, task_id, in_trash=True)
    check_version(task.version, if_version)
    before = _written(task)
    task.deleted_at = None
    return _save_if_changed("task.restored", task, by, before)


def _locked(by: Member, task_id: UUID, *, in_trash: bool = False) -> Task:
    queries.task(by, task_id, in_trash=in_trash)
    task = Task.objects.of(by.organisation_id).select_for_update().get(pk=task_id)
    if not permissions.may_edit(by, task):
        raise not_allowed()
    return task


def _written(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in WRITTEN}


def _save_if_changed(kind: str, task: Task, by: Member, before: Mapping[str, Any]) -> Task:
    changes = difference(before, _written(task))
    if changes:
        task.version += 1
        task.save(update_fields=[name.removesuffix("_id") for name in WRITTEN] + ["version", "updated_at"])
        log(kind, task, by, changes, former_owner=before["owner_id"])
    return task


def _take(problems: Problems, task: Task, by: Member, sent: Mapping[str, Any]) -> None:
    if "subject" in sent:
        task.subject = problems.text("subject", sent["subject"], most=255, required=True)
    if "notes" in sent:
        task.notes = problems.text("notes", sent["notes"], most=20_000)
    if sent.get("owner_id"):
        owner = owner_for(problems, by, sent["owner_id"])
        if owner is not None:
            task.owner = owner
    if sent.get("privacy") is not None:
        task.privacy = problems.choice("privacy", sent["privacy"], Privacy.values)
    if "due_on" in sent:
        task.due_on = _due_on(problems, sent["due_on"])
    fields = {"account_id": task.account_id}
    account_and_opportunity(problems, by, sent, fields)
    if "account_id" in sent and "opportunity_id" not in sent and sent["account_id"] != task.account_id:
        fields["opportunity_id"] = None
    for name, value in fields.items():
        setattr(task, name, value)


def _due_on(problems: Problems, value: Any) -> date | None:
    if not value:
        return None
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        problems.add("due_on", _("Write a date, such as 2026-11-24."))
        return None
    if not 1900 <= day.year <= 2200:
        problems.add("due_on", _("Choose a date between 1900 and 2200."))
    return day
