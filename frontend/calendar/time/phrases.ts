/** Dates and times as people say them, in the viewer's language. */

import { locale } from "../boot";
import type { CalendarEvent } from "../api/shapes";
import { addDays, asDate, type Day } from "./dates";
import { cityOf, offsetAt, wallAt } from "./zones";

const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(day: Day, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    formats.set(key, format);
  }
  return format.format(asDate(day));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "mar. 24 nov.", with the year when it is not `today`'s. */
export function shortDay(day: Day, today: Day = day): string {
  const year: Intl.DateTimeFormatOptions = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" };
  // English writes "Tue 9 Nov", but "Tue, 9 Nov 2027".
  return formatted(day, { weekday: "short", day: "numeric", month: "short", ...year }).replace(",", "");
}

/** "mardi 24 novembre 2026". */
export function longDay(day: Day): string {
  return formatted(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");
}

export function monthTitle(day: Day): string {
  return capital(formatted(day, { month: "long", year: "numeric" }));
}

export function shortMonth(day: Day): string {
  return capital(formatted(day, { month: "short", year: "numeric" }));
}

/** "Mar. 24 nov. 2026": it shares its line with the views. */
export function dayTitle(day: Day): string {
  return capital(formatted(day, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).replace(",", ""));
}

/** "23 – 29 nov. 2026". */
export function rangeTitle(from: Day, to: Day): string {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return format.formatRange(asDate(from), asDate(to));
}

/** The same, with the year only where it is not `today`'s. */
export function shortRange(from: Day, to: Day, today: Day): string {
  if (from.slice(0, 4) !== today.slice(0, 4) || to.slice(0, 4) !== today.slice(0, 4)) return rangeTitle(from, to);
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }).formatRange(asDate(from), asDate(to));
}

export function weekdayName(day: Day, width: "long" | "short" | "narrow"): string {
  return formatted(day, { weekday: width });
}

/** "GMT+1", "UTC−5": as the language writes it. */
export function offsetName(zone: string, instant: number): string {
  const minutes = offsetAt(instant, zone);
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const sign = minutes < 0 ? "−" : "+";
  const prefix = locale.startsWith("fr") ? "UTC" : "GMT";
  return prefix + sign + String(hours) + (rest ? `:${String(rest).padStart(2, "0")}` : "");
}

/** "New York (GMT−5)". */
export function zoneName(zone: string, instant: number): string {
  return `${cityOf(zone)} (${offsetName(zone, instant)})`;
}

export interface Spell {
  start: string;
  end: string;
  all_day: boolean;
}

/** "mar. 24 nov., 14:00–15:00"; several days: both ends. */
export function whenPhrase(spell: Spell, zone: string, today: Day): string {
  if (spell.all_day) {
    const last = addDays(spell.end, -1);
    return last <= spell.start
      ? shortDay(spell.start, today)
      : `${shortDay(spell.start, today)} – ${shortDay(last, today)}`;
  }
  const start = wallAt(Date.parse(spell.start), zone);
  const end = wallAt(Date.parse(spell.end), zone);
  const begin = `${shortDay(start.slice(0, 10), today)}, ${start.slice(11)}`;
  if (start === end) return begin;
  if (start.slice(0, 10) === end.slice(0, 10)) return `${begin}–${end.slice(11)}`;
  return `${begin} – ${shortDay(end.slice(0, 10), today)}, ${end.slice(11)}`;
}

/** The same, naming the zone only where it differs from the one that is shown. */
export function whenInOwnZone(event: CalendarEvent, shown: string, today: Day): string {
  const zone = event.all_day ? shown : event.time_zone;
  const phrase = whenPhrase(event, zone, today);
  return zone === shown ? phrase : `${phrase} (${cityOf(zone)})`;
}

export function momentPhrase(iso: string, zone: string, today: Day): string {
  const wall = wallAt(Date.parse(iso), zone);
  return `${shortDay(wall.slice(0, 10), today)}, ${wall.slice(11)}`;
}

/** "1 h 30", "45 min". */
export function durationPhrase(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours >= 24 && minutes % 1440 === 0) {
    return new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" }).format(minutes / 1440);
  }
  if (!hours) return `${String(rest)} min`;
  return rest ? `${String(hours)} h ${String(rest).padStart(2, "0")}` : `${String(hours)} h`;
}

export function distancePhrase(metres: number): string {
  if (metres < 1000) return `${String(Math.round(metres / 10) * 10)} m`;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: metres < 10_000 ? 1 : 0 }).format(metres / 1000)} km`;
}
