import assert from "node:assert/strict";
import { test } from "node:test";
import type { CalendarEvent } from "../calendar/api/shapes";
import { eventsOn, hoursOn } from "../calendar/paper/days";

const DAY = "2027-06-09";

function event(id: string, start: string, end: string, allDay = false): CalendarEvent {
  return { id, start: allDay ? start : `${start}:00+02:00`, end: allDay ? end : `${end}:00+02:00`, all_day: allDay } as CalendarEvent;
}

test("a printed day holds whole days first, then what touches it by the clock", () => {
  const events = [
    event("late", "2027-06-09T21:00", "2027-06-09T22:30"),
    event("night", "2027-06-08T22:00", "2027-06-09T06:00"),
    event("before", "2027-06-08T22:00", "2027-06-09T00:00"),
    event("fair", "2027-06-08", "2027-06-11", true),
    event("early", "2027-06-09T05:30", "2027-06-09T06:30"),
  ];
  assert.deepEqual(
    eventsOn(DAY, events).map(({ id }) => id),
    ["fair", "night", "early", "late"],
  );
});

test("hours of another day are left out", () => {
  assert.equal(hoursOn(DAY, event("a", "2027-06-09T09:00", "2027-06-09T10:30")), "09:00–10:30");
  assert.equal(hoursOn(DAY, event("b", "2027-06-08T22:00", "2027-06-09T06:00")), "…–06:00");
  assert.equal(hoursOn(DAY, event("c", "2027-06-09T22:00", "2027-06-10T06:00")), "22:00–…");
  assert.equal(hoursOn(DAY, event("d", "2027-06-08T22:00", "2027-06-10T06:00")), "…");
  assert.equal(hoursOn(DAY, event("e", "2027-06-09T09:00", "2027-06-09T09:00")), "09:00");
  assert.equal(hoursOn(DAY, event("f", "2027-06-09", "2027-06-10", true)), "");
});
