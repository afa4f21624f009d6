/** What is said about an event, and about what went wrong. */

import { events as calls } from "../api/calls";
import { Refused, Unreachable } from "../api/http";
import type { CalendarEvent, EventDetail } from "../api/shapes";
import { doubleBookingText } from "../form/availability_warnings";
import { t } from "../messages";
import { whenPhrase } from "../time/phrases";
import { say } from "./toasts";
import { todayIn, view } from "./view";

export function whyNot(error: unknown): string {
  if (error instanceof Unreachable) return t.unreachable;
  if (error instanceof Refused) {
    if (error.code === "double_booked") return t.refusedDouble;
    const [field] = Object.values(error.fields);
    return field?.[0] ?? (error.message || t.notSaved);
  }
  return t.notSaved;
}

export function spoken(event: Pick<CalendarEvent, "start" | "end" | "all_day">): string {
  return whenPhrase(event, view.value.zone, todayIn(view.value.zone));
}

export async function lastChanger(id: string): Promise<string> {
  try {
    const entries = await calls.history(id);
    const latest = entries.reduce((a, b) => (b.number > a.number ? b : a));
    return latest.by?.name ?? t.someone;
  } catch {
    return t.someone;
  }
}

/** Saved all the same: who is booked twice by it. */
export function warn(answer: EventDetail): void {
  const text = doubleBookingText(answer);
  if (text) say(text);
}
