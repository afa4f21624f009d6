import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, addMonths, daysBetween, isDay, weekBegin, weekday } from "../calendar/time/dates";

test("days are counted over the ends of months, leap days and clock changes", () => {
  assert.equal(addDays("2028-02-28", 1), "2028-02-29");
  assert.equal(addDays("2027-02-28", 1), "2027-03-01");
  assert.equal(addDays("2027-01-01", -1), "2026-12-31");
  assert.equal(daysBetween("2027-03-27", "2027-03-29"), 2);
});

test("a month later is the same day, or that month's last", () => {
  assert.equal(addMonths("2027-01-31", 1), "2027-02-28");
  assert.equal(addMonths("2027-03-31", -1), "2027-02-28");
  assert.equal(addMonths("2027-12-15", 1), "2028-01-15");
});

test("a week begins where the viewer says", () => {
  assert.equal(weekday("2026-11-24"), 2);
  assert.equal(weekday("1969-12-28"), 7);
  assert.equal(weekBegin("2026-11-24", 1), "2026-11-23");
  assert.equal(weekBegin("2026-11-24", 7), "2026-11-22");
  assert.equal(weekBegin("2026-11-22", 7), "2026-11-22");
});

test("what is no day is told from what is", () => {
  assert.ok(isDay("2026-11-24"));
  for (const text of ["2026-13-01", "2026-1-1", "", "hier", "2026-11-24T10:00"]) assert.ok(!isDay(text), text);
});
