import assert from "node:assert/strict";
import { test } from "node:test";
import { readTime } from "../calendar/form/read_time";

test("times as people type them", () => {
  const read = { "9": "09:00", "930": "09:30", "0930": "09:30", "9h30": "09:30", "9 h": "09:00", "9:30": "09:30", "14.30": "14:30", " 23:59 ": "23:59", "0": "00:00" };
  for (const [typed, time] of Object.entries(read)) assert.equal(readTime(typed), time, typed);
});

test("what is no time", () => {
  for (const typed of ["", "24:00", "9:60", "99h", "midi", "9:3", "-1", "12345"]) assert.equal(readTime(typed), null, typed);
});
