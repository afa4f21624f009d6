"""Tasks: to do, with or without a due date."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.calendar import actions, permissions, queries
from tournee.calendar.models import Task
from tournee.organisations.models import Member

from ..auth import signed_in, viewer
from ..paging import LARGEST, page_by_id
from ..writes import answer, if_match, once, or_current
from .events import owner_ids
from .schemas import READ_ERRORS, WRITE_ERRORS, DateIn, TaskIn, TaskOut, TaskPageOut, TaskPatch

router = Router(tags=["tasks"], auth=signed_in("tasks"))


class Filters(Schema):
    """Which tasks. `owner` takes ids, `me` and `team`, and may be repeated."""

    owner: list[str] | None = None
    account: UUID | None = None
    opportunity: UUID | None = None
    due_from: DateIn | None = None
    due_before: DateIn | None = None
    state: Literal["open", "done", "all"] = "all"
    limit: Annotated[int, Field(ge=1, le=LARGEST)] = 100
    cursor: str | None = None


@router.get("", response={200: TaskPageOut, **READ_ERRORS}, operation_id="list_tasks")
def list_tasks(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Visible tasks, in the order in which they were noted; others' private ones never."""
    by = viewer(request)
    tasks = queries.tasks_due(
        by,
        owner_ids=owner_ids(by, filters.owner),
        due_from=filters.due_from,
        due_before=filters.due_before,
    )
    if filters.account:
        tasks = tasks.filter(account_id=filters.account)
    if filters.opportunity:
        tasks = tasks.filter(opportunity_id=filters.opportunity)
    if filters.state != "all":
        tasks = tasks.filter(done_at__isnull=filters.state == "open")
    return answer(page_by_id(tasks, lambda one: task_json(by, one), limit=filters.limit, cursor=filters.cursor))


@router.post("", response={201: TaskOut, **WRITE_ERRORS}, operation_id="create_task")
def create_task(request: HttpRequest, payload: TaskIn) -> HttpResponse:
    """Note a task."""
    by = viewer(request)
    return once(request, by, lambda: _written(by, actions.create_task(by=by, sent=payload.sent()), status=201))


@router.get("/{uuid:task_id}", response={200: TaskOut, **READ_ERRORS}, operation_id="get_task")
def get_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One task."""
    by = viewer(request)
    return _written(by, queries.task(by, task_id))


@router.patch("/{uuid:task_id}", response={200: TaskOut, **WRITE_ERRORS}, operation_id="update_task")
def update_task(request: HttpRequest, task_id: UUID, payload: TaskPatch) -> HttpResponse:
    """Change the fields that are sent."""
    by = viewer(request)
    return or_current(
        lambda: _written(
            by, actions.update_task(task_id=task_id, by=by, sent=payload.sent(), if_version=if_match(request))
        ),
        lambda: task_json(by, queries.task(by, task_id)),
    )


@router.delete("/{uuid:task_id}", response={204: None, **WRITE_ERRORS}, operation_id="delete_task")
def delete_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Put a task into the trash, where it stays for 30 days."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.delete_task(task_id=task_id, by=by, if_version=if_match(request))
        return HttpResponse(status=204)

    return or_current(write, lambda: task_json(by, queries.task(by, task_id)))


@router.put("/{uuid:task_id}/restoration", response={200: TaskOut, **WRITE_ERRORS}, operation_id="restore_task")
def restore_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Take a task out of the trash."""
    by = viewer(request)
    return or_current(
        lambda: _written(by, actions.restore_task(task_id=task_id, by=by, if_version=if_match(request))),
        lambda: task_json(by, queries.task(by, task_id, in_trash=True)),
    )


@router.put("/{uuid:task_id}/completion", response={200: TaskOut, **WRITE_ERRORS}, operation_id="complete_task")
def complete_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Mark a task as done."""
    by = viewer(request)
    return or_current(
        lambda: _written(by, actions.complete_task(task_id=task_id, by=by, if_version=if_match(request))),
        lambda: task_json(by, queries.task(by, task_id)),
    )


@router.delete("/{uuid:task_id}/completion", response={200: TaskOut, **WRITE_ERRORS}, operation_id="reopen_task")
def reopen_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Mark a task as not done."""
    by = viewer(request)
    return or_current(
        lambda: _written(by, actions.reopen_task(task_id=task_id, by=by, if_version=if_match(request))),
        lambda: task_json(by, queries.task(by, task_id)),
    )


def _written(by: Member, task: Task, *, status: int = 200) -> HttpResponse:
    return answer(task_json(by, task), version=task.version, status=status)


def task_json(by: Member, task: Task) -> dict[str, Any]:
    """A task as the API writes it."""
    account, opportunity = task.account, task.opportunity
    return {
        "id": str(task.pk),
        "subject": task.subject,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "done_at": task.done_at.isoformat() if task.done_at else None,
        "owner": {"id": str(task.owner_id), "name": task.owner.name},
        "account": {"id": str(account.pk), "name": account.name, "city": account.city} if account else None,
        "opportunity": {"id": str(opportunity.pk), "name": opportunity.name} if opportunity else None,
        "notes": task.notes,
        "privacy": task.privacy,
        "version": task.version,
        "can_edit": permissions.may_edit(by, task),
    }
