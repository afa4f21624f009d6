import "./page";
import assert from "node:assert/strict";
import { test } from "node:test";
import { ownersOf, wantedOf } from "../calendar/files/wanted";
import { dayToShow, doneText, faultOf, nothingIn, startPhrase, summaryOf, verbOf, type Line, type Outcome } from "../calendar/files/outcome";
import { readView } from "../calendar/state/view";

const PARIS = "Europe/Paris";
const line = (what: Line["what"], start: string | null): Line => ({ uid: "u", title: "t", what, start, reason: "" });
const outcome = (counts: Partial<Outcome>): Outcome => ({ new: 0, changed: 0, unchanged: 0, unreadable: 0, items: [], ...counts });

test("a file that the server would refuse for its size is not sent", () => {
  assert.equal(faultOf({ size: 10_000_000 }), "");
  assert.match(faultOf({ size: 10_000_001 }), /10 Mo/);
  assert.match(faultOf({ size: 0 }), /vide/);
});

test("the button says how many events it writes", () => {
  assert.equal(verbOf(null), "Importer");
  assert.equal(verbOf(outcome({ changed: 1, unchanged: 9 })), "Importer 1 événement");
  assert.equal(verbOf(outcome({ new: 1200, changed: 34 })), "Importer 1\u202f234 événements");
});

test("what there is not to import is told by its cause", () => {
  assert.equal(nothingIn(outcome({ new: 1, unreadable: 3 })), "");
  assert.match(nothingIn(outcome({ unchanged: 2, unreadable: 1 })), /déjà dans l’agenda/);
  assert.match(nothingIn(outcome({ unreadable: 1 })), /ne peut être importé/);
  assert.match(nothingIn(outcome({})), /aucun événement/);
});

test("the counts are told all before, and afterwards those that are not nought", () => {
  const found = outcome({ changed: 3, unreadable: 2 });
  assert.equal(summaryOf(found), "Nouveaux : 0. Modifiés : 3. Inchangés : 0. Illisibles : 2.");
  assert.equal(doneText(found), "Importé. Modifiés : 3, illisibles : 2.");
});

test("a start is a day, a moment in the shown zone, or none", () => {
  assert.equal(startPhrase("2026-11-24", PARIS, "2026-11-01"), "mar. 24 nov.");
  assert.equal(startPhrase("2026-11-24T23:30:00+00:00", PARIS, "2027-01-01"), "mer. 25 nov. 2026, 00:30");
  assert.equal(startPhrase(null, PARIS, "2026-11-01"), "sans date");
});

test("afterwards the first day to come is shown, else the latest, of what was written", () => {
  const items = [
    line("unreadable", "2026-11-25"),
    line("unchanged", "2026-11-25"),
    line("new", "2026-12-24T23:30:00+00:00"),
    line("changed", "2026-12-27"),
    line("new", "2026-01-02"),
    line("new", null),
  ];
  assert.equal(dayToShow(outcome({ items }), PARIS, "2026-11-24"), "2026-12-25");
  assert.equal(dayToShow(outcome({ items }), PARIS, "2027-05-01"), "2026-12-27");
  assert.equal(dayToShow(outcome({ items: items.slice(0, 2) }), PARIS, "2026-11-24"), null);
});

test("the days shown are given out by the clocks of the shown zone, of those who are shown", () => {
  const shown = readView("?view=week&date=2027-03-24&owner=me&owner=lea&time_zone=America/New_York");
  assert.deepEqual(wantedOf(shown, false), {
    owner: ["me", "lea"],
    start: "2027-03-22T00:00:00-04:00",
    end: "2027-03-29T00:00:00-04:00",
  });
  const changing = wantedOf(readView("?view=week&date=2027-03-24"), false);
  assert.deepEqual([changing.start, changing.end], ["2027-03-22T00:00:00+01:00", "2027-03-29T00:00:00+02:00"]);
  assert.deepEqual(wantedOf(shown, true), { owner: ["me", "lea"] });
});

test("everyone is whoever is active and may be read; the team's view is the team", () => {
  assert.deepEqual(ownersOf(readView("?owner=everyone")), ["me-id", "lea"]);
  assert.deepEqual(ownersOf(readView("?view=team")), ["me-id", "lea"]);
});
