import assert from "node:assert/strict";
import { test } from "node:test";
import { lengthened, shifted, shiftOf } from "../calendar/shift";

const PARIS = "Europe/Paris";
const hour = { start: "2027-06-09T10:00:00+02:00", end: "2027-06-09T11:00:00+02:00", all_day: false };

test("arrows mean days, quarters of an hour or people, as the view stands", () => {
  assert.deepEqual(shiftOf("ArrowDown", "month", "day"), { days: 7, minutes: 0, people: 0 });
  assert.deepEqual(shiftOf("ArrowLeft", "week", "day"), { days: -1, minutes: 0, people: 0 });
  assert.deepEqual(shiftOf("ArrowUp", "day", "day"), { days: 0, minutes: -15, people: 0 });
  assert.deepEqual(shiftOf("ArrowRight", "team", "day"), { days: 0, minutes: 0, people: 1 });
  assert.deepEqual(shiftOf("ArrowDown", "team", "week"), { days: 0, minutes: 0, people: 1 });
  assert.equal(shiftOf("Enter", "week", "day"), null);
});

test("a week later is the same hour on the wall, over a clock change too, and as long", () => {
  const before = { start: "2027-03-24T09:00:00+01:00", end: "2027-03-24T10:30:00+01:00", all_day: false };
  assert.deepEqual(shifted(before, { days: 7, minutes: 0, people: 0 }, PARIS), {
    start: "2027-03-31T09:00:00+02:00",
    end: "2027-03-31T10:30:00+02:00",
  });
});

test("whole days stay whole days", () => {
  const days = { start: "2027-02-28", end: "2027-03-02", all_day: true };
  assert.deepEqual(shifted(days, { days: 1, minutes: 0, people: 0 }, PARIS), { start: "2027-03-01", end: "2027-03-03" });
});

test("longer and shorter, but never to nothing", () => {
  assert.equal(lengthened(hour, "ArrowDown", PARIS)?.end, "2027-06-09T11:15:00+02:00");
  assert.equal(lengthened(hour, "ArrowUp", PARIS)?.end, "2027-06-09T10:45:00+02:00");
  assert.equal(lengthened({ ...hour, end: "2027-06-09T10:15:00+02:00" }, "ArrowUp", PARIS), null);
  assert.equal(lengthened({ start: "2027-06-09", end: "2027-06-10", all_day: true }, "ArrowLeft", PARIS), null);
  assert.equal(lengthened(hour, "Home", PARIS), null);
});
