import "./page";
import assert from "node:assert/strict";
import { test } from "node:test";
import { repeatPhrase } from "../calendar/repeat/phrase";
import { lineOf, plain, repeatOf, sameLines } from "../calendar/repeat/rule";
import { firstFrom, following, leavesOut, monthlyChoices, suits } from "../calendar/repeat/suiting";

const PARIS = "Europe/Paris";
const TUESDAY = "2026-11-24";

const read = (rule: string, day = TUESDAY) => {
  const repeat = repeatOf(`RRULE:${rule}`, day, PARIS);
  assert.ok(repeat, rule);
  return repeat;
};

// As tests/calendar/test_phrases.py has them from the server.
const SAID: [string, string][] = [
  ["FREQ=DAILY", "chaque jour"],
  ["FREQ=DAILY;INTERVAL=3;COUNT=10", "tous les 3 jours, 10 fois"],
  ["FREQ=WEEKLY", "chaque semaine le mardi"],
  ["FREQ=WEEKLY;INTERVAL=2;UNTIL=20270603;BYDAY=MO,TH", "toutes les 2 semaines le lundi et le jeudi, jusqu’au 3 juin 2027"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "chaque semaine du lundi au vendredi"],
  ["FREQ=MONTHLY", "chaque mois le 24"],
  ["FREQ=MONTHLY;BYMONTHDAY=-1", "chaque mois le dernier jour"],
  ["FREQ=MONTHLY;BYDAY=2TU", "chaque mois le deuxième mardi"],
  ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "chaque mois le dernier jour ouvré"],
  ["FREQ=YEARLY", "chaque année le 24 novembre"],
];

test("a rule in the server's words", () => {
  for (const [rule, words] of SAID) assert.equal(repeatPhrase(read(rule)), words);
});

test("a rule survives being read and written, all of it said", () => {
  for (const [rule] of SAID) {
    const line = lineOf(read(rule), 1);
    const again = repeatOf(line, "2030-01-01", PARIS);
    assert.equal(again && lineOf(again, 1), line);
    assert.equal(again && repeatPhrase(again), repeatPhrase(read(rule)));
  }
  assert.equal(lineOf(read("FREQ=YEARLY"), 1), "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24");
  assert.equal(lineOf(read("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU"), 7), "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU");
});

test("what cannot be composed is not read as something else", () => {
  for (const rule of [
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    "FREQ=DAILY;BYHOUR=9,17",
    "FREQ=DAILY;INTERVAL=2;BYDAY=MO",
    "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "FREQ=MONTHLY;BYMONTHDAY=-2",
    "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
    "FREQ=MONTHLY;BYDAY=-2FR",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=2TU",
    "FREQ=WEEKLY;BYDAY=TU;BYMONTH=3",
    "FREQ=HOURLY",
  ]) {
    assert.equal(repeatOf(`RRULE:${rule}`, TUESDAY, PARIS), null, rule);
  }
});

test("the last date is a day of the series' own zone", () => {
  assert.equal(read("FREQ=DAILY;UNTIL=20270603T215959Z").until, "2027-06-03");
  assert.equal(repeatOf("RRULE:FREQ=DAILY;UNTIL=20270604T065959Z", TUESDAY, "America/Phoenix")?.until, "2027-06-03");
});

test("what suits a day", () => {
  assert.deepEqual(monthlyChoices(TUESDAY).slice(0, 3), [
    { kind: "date", day: 24 },
    { kind: "weekday", ordinal: 4, weekday: 2 },
    { kind: "weekday", ordinal: -1, weekday: 2 },
  ]);
  // A fifth Tuesday is the last one.
  assert.deepEqual(monthlyChoices("2027-03-30")[1], { kind: "weekday", ordinal: -1, weekday: 2 });
  const workday = read("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1");
  assert.ok(suits(workday, "2027-02-26"));
  assert.ok(!suits(workday, "2027-02-28"));
  assert.ok(!suits(workday, "2027-02-25"));
});

test("the first date is one that the rule means", () => {
  assert.equal(firstFrom(read("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"), "2027-02-10"), "2027-02-26");
  assert.equal(firstFrom(read("FREQ=WEEKLY;BYDAY=MO,TH"), TUESDAY), "2026-11-26");
  assert.equal(firstFrom(read("FREQ=MONTHLY;BYMONTHDAY=31"), "2027-02-10"), "2027-03-31");
  assert.equal(firstFrom(read("FREQ=DAILY"), TUESDAY), TUESDAY);
});

test("a rule follows its first day", () => {
  assert.deepEqual(following(plain("WEEKLY", TUESDAY), TUESDAY, "2026-11-26").days, [4]);
  assert.deepEqual(following(read("FREQ=WEEKLY;BYDAY=MO,TU"), TUESDAY, "2026-11-27").days, [1, 5]);
  assert.deepEqual(following(read("FREQ=WEEKLY;BYDAY=MO,TU"), TUESDAY, "2026-11-23").days, [1, 2]);
  assert.deepEqual(following(read("FREQ=MONTHLY;BYDAY=4TU"), TUESDAY, "2026-12-02").monthly, { kind: "weekday", ordinal: 1, weekday: 3 });
  assert.deepEqual(following(read("FREQ=MONTHLY;BYDAY=-1TU"), TUESDAY, "2026-12-30").monthly, { kind: "weekday", ordinal: -1, weekday: 3 });
  assert.equal(following(plain("YEARLY", TUESDAY), TUESDAY, "2026-12-25").date, "12-25");
});

test("days that not every month has", () => {
  assert.ok(leavesOut(read("FREQ=MONTHLY", "2027-01-31")));
  assert.ok(!leavesOut(read("FREQ=MONTHLY", "2027-01-28")));
  assert.ok(leavesOut(read("FREQ=YEARLY", "2028-02-29")));
  assert.ok(!leavesOut(read("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-01-31")));
});

test("one rule spelt twice is one rule", () => {
  assert.ok(sameLines(["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2"], ["RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=MO"]));
  assert.ok(!sameLines(["RRULE:FREQ=WEEKLY"], []));
});
