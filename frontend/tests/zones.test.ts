import assert from "node:assert/strict";
import { test } from "node:test";
import { addMinutes, cityOf, instantOf, instantsOf, isZone, minutesBetween, offsetAt, wallAt, withOffset } from "../calendar/time/zones";

const PARIS = "Europe/Paris";

test("a wall clock becomes the instant that it shows, in summer and winter", () => {
  assert.equal(new Date(instantOf("2027-01-15T09:00", PARIS)).toISOString(), "2027-01-15T08:00:00.000Z");
  assert.equal(new Date(instantOf("2027-07-15T09:00", PARIS)).toISOString(), "2027-07-15T07:00:00.000Z");
  assert.equal(withOffset(Date.parse("2027-07-15T07:00:00Z"), PARIS), "2027-07-15T09:00:00+02:00");
  assert.equal(withOffset(Date.parse("2027-01-15T12:00:00Z"), "America/New_York"), "2027-01-15T07:00:00-05:00");
});

test("an hour that the clocks skip has no instant, and begins where they jump", () => {
  assert.deepEqual(instantsOf("2027-03-28T02:30", PARIS), []);
  assert.equal(new Date(instantOf("2027-03-28T02:30", PARIS)).toISOString(), "2027-03-28T01:30:00.000Z");
});

test("an hour that the clocks show twice has two instants, the first of which is meant", () => {
  const both = instantsOf("2027-10-31T02:30", PARIS).map((instant) => new Date(instant).toISOString());
  assert.deepEqual(both, ["2027-10-31T00:30:00.000Z", "2027-10-31T01:30:00.000Z"]);
  assert.equal(instantOf("2027-10-31T02:30", PARIS), Date.parse("2027-10-31T00:30:00Z"));
});

test("zones with halves and quarters, and those that do not change", () => {
  assert.equal(offsetAt(Date.parse("2027-06-01T00:00:00Z"), "Asia/Kathmandu"), 345);
  assert.equal(offsetAt(Date.parse("2027-06-01T00:00:00Z"), "Asia/Kolkata"), 330);
  assert.equal(offsetAt(Date.parse("2027-06-01T00:00:00Z"), "America/Phoenix"), -420);
  // Lord Howe changes by half an hour.
  assert.equal(instantsOf("2027-04-04T01:45", "Australia/Lord_Howe").length, 2);
});

test("a year that is still being typed is that year", () => {
  assert.equal(wallAt(Date.parse("0027-06-15T12:00:00Z"), "UTC"), "0027-06-15T12:00");
});

test("walls are counted on the clock", () => {
  assert.equal(addMinutes("2027-03-28T01:30", 60), "2027-03-28T02:30");
  assert.equal(minutesBetween("2027-12-31T23:30", "2028-01-01T00:15"), 45);
});

test("names", () => {
  assert.ok(isZone("Europe/Paris"));
  assert.ok(!isZone("Europe/Atlantis"));
  assert.equal(cityOf("America/New_York"), "New York");
  assert.equal(cityOf("UTC"), "UTC");
});
