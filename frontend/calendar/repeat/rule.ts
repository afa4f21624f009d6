/** How an event repeats, as far as the form can compose it, and as RFC 5545 writes it. Pure. */

import { isDay, type Day } from "../time/dates";
import { instantOf, wallAt } from "../time/zones";

export type Monthly =
  /** A day of the month; -1 is the last. */
  | { kind: "date"; day: number }
  /** The second Tuesday; ordinal -1 is the last one. */
  | { kind: "weekday"; ordinal: number; weekday: number }
  /** The first or the last day from Monday to Friday. */
  | { kind: "workday"; ordinal: number };

export interface Repeat {
  freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  interval: number;
  /** Weekly: 1 is Monday, 7 is Sunday. */
  days: readonly number[];
  /** Monthly. */
  monthly: Monthly;
  /** Yearly: "11-24". */
  date: string;
  count: number | null;
  until: Day | null;
}

const NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
export const WORK_DAYS: readonly number[] = [1, 2, 3, 4, 5];
const WORK = WORK_DAYS.map((day) => NAMES[day - 1]).join(",");
const KNOWN = new Set(["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"]);

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function endOf({ count, until }: Repeat): string {
  if (count !== null) return `;COUNT=${String(count)}`;
  return until === null ? "" : `;UNTIL=${until.replaceAll("-", "")}`;
}

function daysOf(repeat: Repeat, weekStart: number): string {
  const { freq, monthly, date } = repeat;
  if (freq === "YEARLY") return `;BYMONTH=${String(Number(date.slice(0, 2)))};BYMONTHDAY=${String(Number(date.slice(3)))}`;
  if (freq === "DAILY") return "";
  if (freq === "WEEKLY") {
    const days = [...repeat.days].sort((a, b) => a - b);
    // Which weeks are left out depends on where a week begins.
    const first = repeat.interval > 1 && days.length > 1 && weekStart !== 1 ? `;WKST=${NAMES[weekStart - 1] ?? ""}` : "";
    return `;BYDAY=${days.map((day) => NAMES[day - 1]).join(",")}${first}`;
  }
  if (monthly.kind === "date") return `;BYMONTHDAY=${String(monthly.day)}`;
  if (monthly.kind === "workday") return `;BYDAY=${WORK};BYSETPOS=${String(monthly.ordinal)}`;
  return `;BYDAY=${String(monthly.ordinal)}${NAMES[monthly.weekday - 1] ?? ""}`;
}

/** The line that is sent; everything is written out, so that it means the same from whichever day it is read. */
export function lineOf(repeat: Repeat, weekStart: number): string {
  const step = repeat.interval > 1 ? `;INTERVAL=${String(repeat.interval)}` : "";
  return `RRULE:FREQ=${repeat.freq}${step}${endOf(repeat)}${daysOf(repeat, weekStart)}`;
}

function partsOf(line: string): Map<string, string> | null {
  const text = /^RRULE:(.+)$/i.exec(line)?.[1];
  if (!text) return null;
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(";")) {
    const [name = "", value = ""] = part.split("=");
    if (!KNOWN.has(name) || parts.has(name)) return null;
    parts.set(name, value);
  }
  return parts;
}

function untilOf(text: string, zone: string): Day | null {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(text);
  if (!found) return null;
  const [, year = "", month = "", day = "", hour, minute = "", second = "", utc] = found;
  const written = `${year}-${month}-${day}`;
  if (hour === undefined || !utc) return isDay(written) ? written : null;
  return wallAt(Date.parse(`${written}T${hour}:${minute}:${second}Z`), zone).slice(0, 10);
}

function monthlyOf(parts: Map<string, string>, day: Day): Monthly | null {
  const [byDay, byDate, position] = ["BYDAY", "BYMONTHDAY", "BYSETPOS"].map((name) => parts.get(name));
  if (byDay === undefined) {
    const date = Number(byDate ?? day.slice(8));
    return position === undefined && Number.isInteger(date) && (date > 0 || date === -1) ? { kind: "date", day: date } : null;
  }
  if (byDate !== undefined) return null;
  if (byDay === WORK && (position === "-1" || position === "1")) return { kind: "workday", ordinal: Number(position) };
  const found = /^(-1|[1-5])(MO|TU|WE|TH|FR|SA|SU)$/.exec(byDay) ?? /^()(MO|TU|WE|TH|FR|SA|SU)$/.exec(byDay);
  const ordinal = Number(found?.[1] || (position ?? 0));
  if (!found || !ordinal || (found[1] && position !== undefined) || ordinal < -1 || ordinal > 5) return null;
  return { kind: "weekday", ordinal, weekday: NAMES.indexOf(found[2] ?? "") + 1 };
}

function weeklyOf(text: string | undefined, day: Day): number[] | null {
  if (text === undefined) return [weekdayOf(day)];
  const days = text.split(",").map((name) => NAMES.indexOf(name) + 1);
  return days.includes(0) ? null : days.sort((a, b) => a - b);
}

function yearlyOf(parts: Map<string, string>, day: Day): string | null {
  if (parts.has("BYDAY") || parts.has("BYSETPOS")) return null;
  const [month, date] = [Number(parts.get("BYMONTH") ?? day.slice(5, 7)), Number(parts.get("BYMONTHDAY") ?? day.slice(8))];
  if (parts.has("BYMONTHDAY") && !parts.has("BYMONTH")) return null;
  return month >= 1 && month <= 12 && date >= 1 && date <= 31 ? `${two(month)}-${two(date)}` : null;
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

const UNUSED: Record<Repeat["freq"], readonly string[]> = {
  DAILY: ["BYMONTH", "BYMONTHDAY", "BYSETPOS"],
  WEEKLY: ["BYMONTH", "BYMONTHDAY", "BYSETPOS"],
  MONTHLY: ["BYMONTH"],
  YEARLY: [],
};

/** Null for what the form cannot compose. What the line leaves out is taken from `day`, the first one. */
export function repeatOf(line: string, day: Day, zone: string): Repeat | null {
  const parts = partsOf(line);
  const freq = parts?.get("FREQ") as Repeat["freq"] | undefined;
  if (!parts || !freq || !(freq in UNUSED) || UNUSED[freq].some((name) => parts.has(name))) return null;
  const until = parts.has("UNTIL") ? untilOf(parts.get("UNTIL") ?? "", zone) : null;
  if (parts.has("UNTIL") && until === null) return null;
  const count = parts.has("COUNT") ? Number(parts.get("COUNT")) : null;
  const base: Repeat = { ...plain(freq, day), interval: Number(parts.get("INTERVAL") ?? 1), count, until };
  if (freq === "DAILY" && !parts.has("BYDAY")) return base;
  if (freq === "DAILY" && base.interval > 1) return null;
  if (freq === "DAILY" || freq === "WEEKLY") {
    const days = weeklyOf(parts.get("BYDAY"), day);
    return days && { ...base, freq: "WEEKLY", days };
  }
  if (freq === "MONTHLY") {
    const monthly = monthlyOf(parts, day);
    return monthly && { ...base, monthly };
  }
  const date = yearlyOf(parts, day);
  return date === null ? null : { ...base, date };
}

/** Every day, week, month or year as that day suggests, for ever. */
export function plain(freq: Repeat["freq"], day: Day): Repeat {
  const monthly: Monthly = { kind: "date", day: Number(day.slice(8)) };
  return { freq, interval: 1, days: [weekdayOf(day)], monthly, date: day.slice(5), count: null, until: null };
}

/** Two spellings of one rule. */
export function sameLines(a: readonly string[], b: readonly string[]): boolean {
  const settled = (lines: readonly string[]): string =>
    lines.map((line) => line.replace(/^RRULE:/i, "").toUpperCase().split(";").sort().join(";")).join("\n");
  return settled(a) === settled(b);
}

/** The day on the clocks of `zone` of a moment or a day. */
export function dayIn(moment: string, zone: string): Day {
  return moment.length === 10 ? moment : wallAt(/Z$|[+-]\d{2}:\d{2}$/.test(moment) ? Date.parse(moment) : instantOf(moment.slice(0, 16), zone), zone).slice(0, 10);
}
