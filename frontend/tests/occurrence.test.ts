import "./page";
import assert from "node:assert/strict";
import { test } from "node:test";
import { shiftedLike } from "../calendar/shift";
import { idOf, keyIn, keyOf, pageOf, recurrenceOf } from "../calendar/state/occurrence";

test("an occurrence is the same in every zone", () => {
  const paris = keyOf({ id: "a", recurrence_id: "2027-03-29T09:00:00+02:00" });
  assert.equal(paris, keyOf({ id: "a", recurrence_id: "2027-03-29T00:00:00-07:00" }));
  assert.equal(paris, "a@2027-03-29T07:00:00Z");
  assert.deepEqual([idOf(paris), recurrenceOf(paris)], ["a", "2027-03-29T07:00:00Z"]);
  assert.equal(keyOf({ id: "a", recurrence_id: "2027-03-29" }), "a@2027-03-29");
  assert.deepEqual([keyOf({ id: "a", recurrence_id: null }), recurrenceOf("a")], ["a", null]);
});

test("its address names it, and is read again", () => {
  const event = { id: "a", recurrence_id: "2027-03-29T09:00:00+02:00" };
  assert.equal(pageOf(event), "/calendar/events/a/?recurrence_id=2027-03-29T07%3A00%3A00Z");
  assert.equal(keyIn(pageOf(event)), keyOf(event));
  assert.equal(keyIn("/calendar/events/a/"), "a");
  assert.equal(keyIn("/calendar/?date=2027-03-29"), null);
});

test("others move as one was moved: on the clocks of their zone, and as long", () => {
  const event = (start: string, end: string) => ({ start, end, all_day: false, time_zone: "Europe/Paris" });
  const before = event("2027-03-22T09:00:00+01:00", "2027-03-22T10:00:00+01:00");
  const after = event("2027-03-23T11:00:00+01:00", "2027-03-23T11:30:00+01:00");
  const other = shiftedLike(event("2027-03-29T09:00:00+02:00", "2027-03-29T10:00:00+02:00"), before, after);
  assert.deepEqual([other.start, other.end], ["2027-03-30T11:00:00+02:00", "2027-03-30T11:30:00+02:00"]);
});

test("whole days too", () => {
  const days = (start: string, end: string) => ({ start, end, all_day: true, time_zone: "Europe/Paris" });
  const moved = shiftedLike(days("2027-03-29", "2027-03-30"), days("2027-03-22", "2027-03-23"), days("2027-03-24", "2027-03-26"));
  assert.deepEqual([moved.start, moved.end], ["2027-03-31", "2027-04-02"]);
});
