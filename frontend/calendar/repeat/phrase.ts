/** A rule in words, as the server says it: "every 2 weeks on Monday and Thursday, until 3 June 2027". */

import { language, locale } from "../boot";
import { fill, t } from "../messages";
import { asDate, type Day } from "../time/dates";
import { weekdayName } from "../time/phrases";
import { WORK_DAYS, type Monthly, type Repeat } from "./rule";

function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return fill(t.listed, { first: parts.slice(0, -1).join(", "), last: parts.at(-1) ?? "" });
}

// A Monday.
const MONDAY = "2026-11-23";

/** Of 1, Monday, to 7. */
export function nameOfWeekday(day: number, width: "long" | "short" | "narrow" = "long"): string {
  return weekdayName(`${MONDAY.slice(0, 8)}${String(22 + day)}`, width);
}

function dated(day: Day, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(asDate(day));
}

function often({ freq, interval }: Repeat): string {
  const one = { DAILY: t.everyDay, WEEKLY: t.everyWeek, MONTHLY: t.everyMonth, YEARLY: t.everyYear };
  const several = { DAILY: t.everyDays, WEEKLY: t.everyWeeks, MONTHLY: t.everyMonths, YEARLY: t.everyYears };
  return interval === 1 ? one[freq] : fill(several[freq], { number: interval });
}

function weekdays(days: readonly number[]): string[] {
  if (days.join() === WORK_DAYS.join()) return [t.onWorkDays];
  return days.map((day) => fill(t.onWeekday, { weekday: nameOfWeekday(day) }));
}

function ordinal(number: number): string {
  const names: Record<number, string> = { 1: t.first, 2: t.second, 3: t.third, 4: t.fourth, 5: t.fifth, [-1]: t.last };
  return names[number] ?? String(number);
}

/** "day 24", "the second Tuesday", "the last weekday". */
export function monthlyPhrase(monthly: Monthly): string {
  if (monthly.kind === "date" && monthly.day > 0) return fill(t.monthDay, { number: monthly.day });
  if (monthly.kind === "date") return fill(t.theOrdinal, { ordinal: t.last, day: t.dayWord });
  const day = monthly.kind === "workday" ? t.workDayWord : nameOfWeekday(monthly.weekday);
  return fill(t.theOrdinal, { ordinal: ordinal(monthly.ordinal), day });
}

function yearly(date: string): string {
  // Django writes 1 January as it writes the others.
  const day = `2024-${date}`;
  return fill(t.onDate, { date: `${String(Number(date.slice(3)))} ${dated(day, { month: "long" })}` });
}

function days(repeat: Repeat): string[] {
  switch (repeat.freq) {
    case "DAILY":
      return [];
    case "WEEKLY":
      return weekdays(repeat.days);
    case "MONTHLY":
      return [monthlyPhrase(repeat.monthly)];
    default:
      return [yearly(repeat.date)];
  }
}

function untilDate(day: Day): string {
  return `${String(Number(day.slice(8)))} ${dated(day, { month: "long", year: "numeric" })}`;
}

export function repeatPhrase(repeat: Repeat): string {
  const listed = joined(days(repeat));
  const text = listed ? `${often(repeat)} ${fill(t.onDays, { days: listed })}` : often(repeat);
  if (repeat.until !== null) return fill(t.untilDate, { rule: text, date: untilDate(repeat.until) });
  if (repeat.count !== null) return fill(repeat.count === 1 ? t.timesOnce : t.times, { rule: text, count: repeat.count });
  return text;
}

/** As the beginning of a line. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}
