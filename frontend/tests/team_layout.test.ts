import assert from "node:assert/strict";
import { test } from "node:test";
import type { CalendarEvent } from "../calendar/api/shapes";
import { lies, place } from "../calendar/grid/team_layout";

const DAY = "2027-06-09";

function event(id: string, start: string, end: string, allDay = false): CalendarEvent {
  return { id, start: allDay ? start : `${start}:00+02:00`, end: allDay ? end : `${end}:00+02:00`, all_day: allDay } as CalendarEvent;
}

test("what lies on a day", () => {
  assert.ok(lies(event("a", "2027-06-09T10:00", "2027-06-09T11:00"), DAY));
  assert.ok(lies(event("b", "2027-06-08T22:00", "2027-06-09T01:00"), DAY));
  assert.ok(!lies(event("c", "2027-06-08T22:00", "2027-06-09T00:00"), DAY));
  assert.ok(lies(event("d", "2027-06-09T00:00", "2027-06-09T00:00"), DAY));
  assert.ok(lies(event("e", "2027-06-09", "2027-06-10", true), DAY));
  assert.ok(!lies(event("f", "2027-06-08", "2027-06-09", true), DAY));
});

test("what overlaps stands side by side, what follows takes the whole width again", () => {
  const placed = place(
    [
      event("long", "2027-06-09T09:00", "2027-06-09T12:00"),
      event("one", "2027-06-09T09:30", "2027-06-09T10:00"),
      event("two", "2027-06-09T10:00", "2027-06-09T11:00"),
      event("later", "2027-06-09T12:00", "2027-06-09T13:00"),
    ],
    DAY,
  );
  const where = Object.fromEntries(placed.map(({ event: { id }, lane, lanes }) => [id, [lane, lanes]]));
  assert.deepEqual(where, { long: [0, 2], one: [1, 2], two: [1, 2], later: [0, 1] });
});

test("cut at midnight, and never too small to press", () => {
  const [night] = place([event("n", "2027-06-08T23:00", "2027-06-10T02:00")], DAY);
  assert.deepEqual([night?.from, night?.to], [0, 1440]);
  const [short] = place([event("s", "2027-06-09T10:00", "2027-06-09T10:00")], DAY);
  assert.deepEqual([short?.from, short?.to], [600, 620]);
});
