import "./page";
import assert from "node:assert/strict";
import { test } from "node:test";
import { distancePhrase, durationPhrase, offsetName, shortDay, shortRange, whenPhrase } from "../calendar/time/phrases";

const PARIS = "Europe/Paris";
const TODAY = "2026-11-24";

test("a day as people say it, with its year where it is another", () => {
  assert.equal(shortDay("2026-11-24", TODAY), "mar. 24 nov.");
  assert.equal(shortDay("2027-11-09", TODAY), "mar. 9 nov. 2027");
});

test("when something is", () => {
  const spell = { start: "2026-11-24T13:00:00Z", end: "2026-11-24T14:00:00Z", all_day: false };
  assert.equal(whenPhrase(spell, PARIS, TODAY), "mar. 24 nov., 14:00–15:00");
  assert.equal(whenPhrase({ ...spell, end: spell.start }, PARIS, TODAY), "mar. 24 nov., 14:00");
  assert.equal(whenPhrase({ ...spell, end: "2026-11-25T08:00:00Z" }, PARIS, TODAY), "mar. 24 nov., 14:00 – mer. 25 nov., 09:00");
});

test("whole days: the last one is the one before the end", () => {
  assert.equal(whenPhrase({ start: "2026-11-24", end: "2026-11-25", all_day: true }, PARIS, TODAY), "mar. 24 nov.");
  assert.equal(whenPhrase({ start: "2026-11-24", end: "2026-11-27", all_day: true }, PARIS, TODAY), "mar. 24 nov. – jeu. 26 nov.");
});

test("a range is short within the year", () => {
  assert.match(shortRange("2026-11-23", "2026-11-29", TODAY), /^23–29 nov\.$/);
  assert.match(shortRange("2026-12-28", "2027-01-03", TODAY), /2027/);
});

test("lengths, distances, offsets", () => {
  assert.equal(durationPhrase(45), "45 min");
  assert.equal(durationPhrase(90), "1 h 30");
  assert.equal(durationPhrase(65), "1 h 05");
  assert.equal(durationPhrase(120), "2 h");
  assert.equal(durationPhrase(2880), "2\u00a0jours");
  assert.equal(distancePhrase(344), "340 m");
  assert.equal(distancePhrase(1250), "1,3 km");
  assert.equal(distancePhrase(12_400), "12 km");
  assert.equal(offsetName("Asia/Kolkata", Date.parse("2027-01-01T00:00:00Z")), "UTC+5:30");
  assert.equal(offsetName("America/New_York", Date.parse("2027-01-01T00:00:00Z")), "UTC−5");
});
