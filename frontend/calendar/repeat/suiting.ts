/** Which ways to repeat suit a day, and how a rule and its first day stay in step. Pure. */

import { addDays, addMonths, monthBegin, type Day } from "../time/dates";
import { WORK_DAYS, weekdayOf, type Monthly, type Repeat } from "./rule";

function lastOfMonth(day: Day): Day {
  return addDays(addMonths(monthBegin(day), 1), -1);
}

/** Which Tuesday of its month it is: 1 to 5. */
export function ordinalOf(day: Day): number {
  return Math.ceil(Number(day.slice(8)) / 7);
}

export function isLastOfItsKind(day: Day): boolean {
  return addDays(day, 7).slice(0, 7) !== day.slice(0, 7);
}

/** Ways to repeat by the month: those that suit the day first, those that move it last. */
export function monthlyChoices(day: Day): Monthly[] {
  const weekday = weekdayOf(day);
  const choices: Monthly[] = [{ kind: "date", day: Number(day.slice(8)) }];
  if (ordinalOf(day) < 5) choices.push({ kind: "weekday", ordinal: ordinalOf(day), weekday });
  if (isLastOfItsKind(day)) choices.push({ kind: "weekday", ordinal: -1, weekday });
  return [...choices, { kind: "date", day: -1 }, { kind: "workday", ordinal: 1 }, { kind: "workday", ordinal: -1 }];
}

export function suits(repeat: Repeat, day: Day): boolean {
  switch (repeat.freq) {
    case "DAILY":
      return true;
    case "WEEKLY":
      return repeat.days.includes(weekdayOf(day));
    case "YEARLY":
      return day.slice(5) === repeat.date;
    default:
      return suitsMonth(repeat.monthly, day);
  }
}

function suitsMonth(monthly: Monthly, day: Day): boolean {
  if (monthly.kind === "date") return monthly.day === -1 ? day === lastOfMonth(day) : Number(day.slice(8)) === monthly.day;
  if (monthly.kind === "weekday") {
    if (weekdayOf(day) !== monthly.weekday) return false;
    return monthly.ordinal === -1 ? isLastOfItsKind(day) : ordinalOf(day) === monthly.ordinal;
  }
  const step = monthly.ordinal === 1 ? -1 : 1;
  if (!WORK_DAYS.includes(weekdayOf(day))) return false;
  // No working day of its month lies before it, or after it.
  for (let other = addDays(day, step); other.slice(0, 7) === day.slice(0, 7); other = addDays(other, step)) {
    if (WORK_DAYS.includes(weekdayOf(other))) return false;
  }
  return true;
}

const FAR = 3000;

/** The day itself, or the next one that the rule means. */
export function firstFrom(repeat: Repeat, day: Day): Day {
  for (let ahead = 0; ahead < FAR; ahead += 1) {
    const one = addDays(day, ahead);
    if (suits(repeat, one)) return one;
  }
  return day;
}

/** The rule once its first day has moved: what it took from the old day it takes from the new one. */
export function following(repeat: Repeat, before: Day, after: Day): Repeat {
  if (before === after || suits(repeat, after)) return repeat;
  const [old, now] = [weekdayOf(before), weekdayOf(after)];
  switch (repeat.freq) {
    case "DAILY":
      return repeat;
    case "WEEKLY": {
      const others = repeat.days.length > 1 ? repeat.days.filter((day) => day !== old) : [];
      return { ...repeat, days: [...others, now].sort((a, b) => a - b) };
    }
    case "YEARLY":
      return { ...repeat, date: after.slice(5) };
    default:
      return { ...repeat, monthly: monthlyAt(repeat.monthly, after) };
  }
}

function monthlyAt(monthly: Monthly, day: Day): Monthly {
  if (monthly.kind !== "weekday") return { kind: "date", day: Number(day.slice(8)) };
  const last = (monthly.ordinal === -1 && isLastOfItsKind(day)) || ordinalOf(day) === 5;
  return { kind: "weekday", ordinal: last ? -1 : ordinalOf(day), weekday: weekdayOf(day) };
}

/** Whether some months, or years, have no such day. */
export function leavesOut(repeat: Repeat): boolean {
  if (repeat.freq === "YEARLY") return repeat.date === "02-29";
  return repeat.freq === "MONTHLY" && repeat.monthly.kind === "date" && repeat.monthly.day > 28;
}
