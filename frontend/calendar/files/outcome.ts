/** What the server says of a calendar file, and how it is told. */

import { locale } from "../boot";
import { fill } from "../messages";
import type { Day } from "../time/dates";
import { momentPhrase, shortDay } from "../time/phrases";
import { wallAt } from "../time/zones";
import { words } from "./messages";

export type What = "unreadable" | "new" | "changed" | "unchanged";
export const WHATS: readonly What[] = ["unreadable", "new", "changed", "unchanged"];
/** As the server says, and earlier: it may break off before it could answer. */
const MOST_OCTETS = 10_000_000;

export interface Line {
  uid: string;
  title: string;
  /** A moment, a day, or null where none can be read. */
  start: string | null;
  what: What;
  reason: string;
}

export interface Outcome extends Record<What, number> {
  /** The first of each kind. */
  items: Line[];
}

/** Why a file need not be sent at all; "" where it may be. */
export function faultOf(file: { size: number }): string {
  if (file.size > MOST_OCTETS) return words.tooLarge;
  return file.size ? "" : words.empty;
}

/** How many events an import writes. */
export function writes(outcome: Outcome): number {
  return outcome.new + outcome.changed;
}

/** Why there is nothing to import; "" where there is. */
export function nothingIn(outcome: Outcome): string {
  if (writes(outcome)) return "";
  if (outcome.unchanged) return words.allThere;
  return outcome.unreadable ? words.noneReadable : words.noEvents;
}

export function linesOf(outcome: Outcome, what: What): Line[] {
  return outcome.items.filter((line) => line.what === what);
}

export const number = (count: number): string => new Intl.NumberFormat(locale).format(count);

/** "Import 1 event", "Import 12 events". */
export function verbOf(outcome: Outcome | null): string {
  const count = outcome ? writes(outcome) : 0;
  if (!count) return words.doImport;
  return count === 1 ? words.importOne : fill(words.importMany, { count: number(count) });
}

/** All four counts, for those who cannot see them side by side. */
export function summaryOf(outcome: Outcome): string {
  return fill(words.summary, Object.fromEntries(WHATS.map((what) => [what, number(outcome[what])])));
}

/** Only what is there: "New: 12, changed: 3". */
export function doneText(outcome: Outcome): string {
  const told: What[] = ["new", "changed", "unchanged", "unreadable"];
  const counts = told
    .filter((what) => outcome[what] > 0)
    .map((what, index) => {
      const kind = index ? words[what].toLowerCase() : words[what];
      return fill(words.doneOne, { kind, count: number(outcome[what]) });
    });
  return fill(words.done, { counts: `${counts.join(", ")}.` });
}

export function startPhrase(start: string | null, zone: string, today: Day): string {
  if (!start) return words.noStart;
  return start.length === 10 ? shortDay(start, today) : momentPhrase(start, zone, today);
}

/** The day to look at afterwards: the first to come of what was written, else the latest of it. */
export function dayToShow(outcome: Outcome, zone: string, today: Day): Day | null {
  const days = outcome.items
    .filter((line) => line.start && (line.what === "new" || line.what === "changed"))
    .map(({ start }) => (start?.length === 10 ? start : wallAt(Date.parse(start ?? ""), zone).slice(0, 10)))
    .sort();
  return days.find((day) => day >= today) ?? days.at(-1) ?? null;
}
