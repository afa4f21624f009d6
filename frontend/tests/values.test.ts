import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventDetail } from "../calendar/api/shapes";
import { changesOf, emptyForm, endsBeforeStart, formOf, inputOf, isUntouched, NEVER, startAt } from "../calendar/form/values";

const DETAIL = {
  id: "1",
  subject: "Visite",
  start: "2027-06-09T10:00:00+02:00",
  end: "2027-06-09T11:00:00+02:00",
  all_day: false,
  time_zone: "Europe/Paris",
  recurrence_id: null,
  status: "confirmed",
  owner: { id: "me-id", name: "Julien" },
  type: null,
  account: null,
  opportunity: null,
  place: null,
  privacy: "normal",
  busy: true,
  participants: [],
  version: 3,
  can_edit: true,
  hidden: false,
  notes: "",
  alerts: [],
  other_address: null,
  recurrence: [],
  recurrence_text: "",
} as unknown as EventDetail;

test("what is not touched is not sent", () => {
  assert.deepEqual(changesOf(formOf(DETAIL), formOf(DETAIL)), {});
  assert.deepEqual(changesOf(formOf(DETAIL), { ...formOf(DETAIL), notes: "Neu" }), { notes: "Neu" });
});

test("times are sent together", () => {
  const moved = startAt(formOf(DETAIL), "2027-06-10T14:00");
  assert.deepEqual(changesOf(formOf(DETAIL), moved), {
    start: "2027-06-10T14:00",
    end: "2027-06-10T15:00",
    all_day: false,
    time_zone: "Europe/Paris",
  });
});

test("whole days: the end is the day after the last one, both ways", () => {
  const days = formOf({ ...DETAIL, all_day: true, start: "2027-06-09", end: "2027-06-12" });
  assert.equal(days.end.slice(0, 10), "2027-06-11");
  assert.equal(inputOf(days).end, "2027-06-12");
});

test("the moment that was chosen in an hour that is shown twice is the one sent", () => {
  const twice = formOf({ ...DETAIL, start: "2027-10-31T02:30:00+01:00", end: "2027-10-31T03:30:00+01:00" });
  assert.equal(inputOf(twice).start, "2027-10-31T02:30:00+01:00");
  // Moved, the choice is void.
  assert.equal(startAt(twice, "2027-11-02T02:30").startMoment, null);
});

test("an end before its start is told, across a clock change too", () => {
  const form = emptyForm("Europe/Paris", "me-id", null, "2027-06-09T10:00", "2027-06-09T09:00", false);
  assert.ok(endsBeforeStart(form));
  assert.ok(!endsBeforeStart({ ...form, allDay: true }));
  const around = { ...form, start: "2027-10-31T02:45", end: "2027-10-31T02:15", startMoment: "2027-10-31T00:45:00Z", endMoment: "2027-10-31T01:15:00Z" };
  assert.ok(!endsBeforeStart(around));
});

test("alerts of whole days are days before, at an hour", () => {
  const form = { ...formOf(DETAIL), allDay: true, alerts: [{ minutes_before: 1500, at_time: null, channel: "in_app" as const }] };
  assert.deepEqual(inputOf(form).alerts, [{ minutes_before: 1440, at_time: "09:00", channel: "in_app" }]);
});

test("a form with nothing but its time is untouched", () => {
  const form = emptyForm("Europe/Paris", "me-id", null, "2027-06-09T10:00", "2027-06-09T11:00", false);
  assert.ok(isUntouched(form));
  assert.ok(!isUntouched({ ...form, notes: "x" }));
});

test("only the rules are the form's: dates left out are the server's to keep", () => {
  const series = { ...DETAIL, recurrence: ["RRULE:FREQ=WEEKLY;BYDAY=WE", "EXDATE;TZID=Europe/Paris:20270616T100000"] };
  const form = formOf(series);
  assert.deepEqual(form.repeat.lines, ["RRULE:FREQ=WEEKLY;BYDAY=WE"]);
  assert.deepEqual(changesOf(form, { ...form, repeat: NEVER }), { recurrence: [] });
  assert.deepEqual(changesOf(form, { ...form, repeat: { ...form.repeat, text: "said otherwise" } }), {});
});
