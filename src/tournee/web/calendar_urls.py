"""Addresses of the calendar and of the to-do list."""

from django.urls import URLPattern, path

from .pages import calendar, tasks

urlpatterns: list[URLPattern] = [
    path("calendar/", calendar.calendar_page, name="calendar"),
    path("calendar/events/<uuid:event_id>/", calendar.event_page, name="event"),
    path("tasks/", tasks.tasks_page, name="tasks"),
]
