/** Days as "2026-11-24": no clock, no zone. */

export type Day = string;

const DAY_MS = 86_400_000;

function numberOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

function dayOf(number: number): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

export function addDays(day: Day, days: number): Day {
  return dayOf(numberOf(day) + days);
}

export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from);
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(day: Day): number {
  return ((((numberOf(day) + 3) % 7) + 7) % 7) + 1;
}

export function weekBegin(day: Day, first: number): Day {
  return addDays(day, -((weekday(day) - first + 7) % 7));
}

export function monthBegin(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** The same day of another month, or that month's last. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate())))
    .toISOString()
    .slice(0, 10);
}

export function days(from: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, index) => addDays(from, index));
}

/** Noon in UTC: a moment that formats as this day in UTC. */
export function asDate(day: Day): Date {
  return new Date(`${day}T12:00:00Z`);
}
