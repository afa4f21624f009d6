import "./page";
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dayStretch, hourMarks, hoursShown, isAtWork, isTaken, movedTo, share, spansPhrase, type FreeBusy,
} from "../calendar/form/availability_spans";

const PARIS = "Europe/Paris";
const at = (text: string): number => Date.parse(text);
const stretch = (from: string, to: string) => ({ from: at(from), to: at(to) });
const person = (busy: [string, string][], working: [string, string][]): FreeBusy => ({
  user: { id: "lea", name: "Léa" },
  time_zone: PARIS,
  busy: busy.map(([start, end]) => ({ start, end })),
  working: working.map(([start, end]) => ({ start, end })),
});
const LEA = person([["2027-06-09T08:00:00Z", "2027-06-09T09:00:00Z"]], [["2027-06-09T06:00:00Z", "2027-06-09T16:00:00Z"]]);

test("a day has as many hours as its zone gives it", () => {
  const hours = (day: string) => (dayStretch(day, PARIS).to - dayStretch(day, PARIS).from) / 3_600_000;
  assert.deepEqual([hours("2027-03-28"), hours("2027-06-09"), hours("2027-10-31")], [23, 24, 25]);
});

test("back to back is not busy, a moment within a meeting is", () => {
  assert.equal(isTaken(LEA, stretch("2027-06-09T09:00:00Z", "2027-06-09T10:00:00Z")), false);
  assert.equal(isTaken(LEA, stretch("2027-06-09T08:59:00Z", "2027-06-09T10:00:00Z")), true);
  assert.equal(isTaken(LEA, stretch("2027-06-09T08:30:00Z", "2027-06-09T08:30:00Z")), true);
  assert.equal(isTaken(LEA, stretch("2027-06-09T09:00:00Z", "2027-06-09T09:00:00Z")), false);
});

test("at work is from the first minute to the last", () => {
  assert.equal(isAtWork(LEA, stretch("2027-06-09T06:00:00Z", "2027-06-09T16:00:00Z")), true);
  assert.equal(isAtWork(LEA, stretch("2027-06-09T15:30:00Z", "2027-06-09T16:15:00Z")), false);
});

test("the hours shown hold all working time and the event, eight at least, and no other day's", () => {
  const day = dayStretch("2027-06-09", PARIS);
  const noon = stretch("2027-06-09T10:00:00Z", "2027-06-09T11:00:00Z");
  assert.deepEqual(hoursShown(day, [LEA], noon), stretch("2027-06-09T06:00:00Z", "2027-06-09T16:00:00Z"));
  const early = hoursShown(day, [LEA], stretch("2027-06-09T03:20:00Z", "2027-06-09T04:00:00Z"));
  assert.equal(early.from, at("2027-06-09T03:00:00Z"));
  const late = hoursShown(day, [person([], [])], stretch("2027-06-09T21:30:00Z", "2027-06-10T01:00:00Z"));
  assert.equal(late.to, day.to);
  assert.ok(late.to - late.from >= 8 * 3_600_000);
});

test("marks stand on the hours of the clock, also where one is skipped or the offset is a half", () => {
  const skipped = hourMarks(dayStretch("2027-03-28", PARIS), PARIS).map((mark) => mark.hour);
  assert.deepEqual(skipped.slice(0, 4), [0, 1, 3, 4]);
  const calcutta = hourMarks(dayStretch("2027-06-09", "Asia/Calcutta"), "Asia/Calcutta");
  assert.equal(calcutta.length, 24);
});

test("an event moves by quarters and stays within the day", () => {
  const day = dayStretch("2027-06-09", PARIS);
  const event = stretch("2027-06-09T08:00:00Z", "2027-06-09T08:45:00Z");
  assert.deepEqual(movedTo(event, at("2027-06-09T09:08:00Z"), day), stretch("2027-06-09T09:15:00Z", "2027-06-09T10:00:00Z"));
  assert.equal(movedTo(event, day.from - 1, day).from, day.from);
  assert.equal(movedTo(event, day.to, day).to, day.to);
});

test("a share lies between nothing and the whole", () => {
  const whole = { from: 0, to: 100 };
  assert.deepEqual([share(-5, whole), share(25, whole), share(500, whole)], [0, 0.25, 1]);
});

test("spans are said by the clocks of a zone", () => {
  assert.equal(spansPhrase(LEA.busy, PARIS), "10:00–11:00");
  assert.equal(spansPhrase(LEA.busy, "America/New_York"), "04:00–05:00");
});
