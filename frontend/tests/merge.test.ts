import assert from "node:assert/strict";
import { test } from "node:test";
import { bothChanged, changed, rebase } from "../calendar/form/merge";

const base = { subject: "A", notes: "", start: "9", end: "10", people: [{ id: 1 }] };

test("only what differs, by value", () => {
  assert.deepEqual(changed(base, { ...base, people: [{ id: 1 }] }), {});
  assert.deepEqual(changed(base, { ...base, notes: "n" }), { notes: "n" });
});

test("my changes stay on top of theirs", () => {
  const mine = { ...base, notes: "mine" };
  const theirs = { ...base, subject: "theirs", notes: "theirs", people: [] };
  assert.deepEqual(rebase(base, mine, theirs), { ...theirs, notes: "mine" });
});

test("what belongs together is mine as soon as a part is", () => {
  const mine = { ...base, end: "11" };
  const theirs = { ...base, start: "14", end: "15", subject: "theirs" };
  assert.deepEqual(rebase(base, mine, theirs, ["start", "end"]), { ...theirs, start: "9", end: "11" });
  assert.deepEqual(rebase(base, { ...base, notes: "n" }, theirs, ["start", "end"]), { ...theirs, notes: "n" });
});

test("both changed: not what both changed alike", () => {
  const mine = { ...base, subject: "B", notes: "same" };
  const theirs = { ...base, subject: "C", notes: "same", end: "12" };
  assert.deepEqual(bothChanged(base, mine, theirs), ["subject"]);
});
