"""Addresses of the calendar and of the to-do list."""

from django.urls import URLPattern, path

from .pages import calendar, tasks, trash

urlpatterns: list[URLPattern] = [
    path("calendar/", calendar.calendar_page, name="calendar"),
    path("calendar/events/<uuid:event_id>/", calendar.event_page, name="event"),
    path("tasks/", tasks.tasks_page, name="tasks"),
    path("trash/", trash.trash_page, name="trash"),
    path("trash/event/<uuid:record_id>/", trash.restore_event, name="trash_event"),
    path("trash/task/<uuid:record_id>/", trash.restore_task, name="trash_task"),
]
