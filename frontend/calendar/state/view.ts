/** What is looked at: the address bar holds it whole, so that a view can be linked, kept and gone back to. */

import { boot } from "../boot";
import { addDays, addMonths, daysBetween, isDay, monthBegin, weekBegin, weekday, type Day } from "../time/dates";
import { isZone, wallAt } from "../time/zones";
import { Cell } from "./cell";

export type ViewName = "month" | "week" | "workweek" | "day" | "list" | "team";
export const VIEW_NAMES: readonly ViewName[] = ["day", "week", "workweek", "month", "list", "team"];

export interface View {
  view: ViewName;
  date: Day;
  /** Ids, "me" or "team"; "everyone" for whoever the viewer may read. */
  owners: readonly string[];
  account: string | null;
  opportunity: string | null;
  types: readonly string[];
  zone: string;
  /** The team side by side for one day, or for the working week. */
  scale: "day" | "week";
}

export function todayIn(zone: string): Day {
  return wallAt(Date.now(), zone).slice(0, 10);
}

const first = boot.me.week_start;

export function readView(search: string): View {
  const parameters = new URLSearchParams(search);
  const wanted = parameters.get("view") as ViewName | null;
  const zoneWanted = parameters.get("time_zone");
  const zone = zoneWanted && isZone(zoneWanted) ? zoneWanted : boot.me.time_zone;
  const date = parameters.get("date") ?? "";
  const owners = [...new Set(parameters.getAll("owner").map((id) => (id === boot.me.id ? "me" : id)))];
  return {
    view: wanted && VIEW_NAMES.includes(wanted) ? wanted : "month",
    date: isDay(date) ? date : todayIn(zone),
    owners: owners.length ? owners : ["me"],
    account: parameters.get("account"),
    opportunity: parameters.get("opportunity"),
    types: parameters.getAll("type"),
    zone,
    scale: parameters.get("scale") === "week" ? "week" : "day",
  };
}

/** Without the date when `dated` is false: a saved filter is not a day. */
export function writeView(view: View, dated = true): string {
  const parameters = new URLSearchParams();
  if (view.view !== "month") parameters.set("view", view.view);
  if (dated && view.date !== todayIn(view.zone)) parameters.set("date", view.date);
  if (view.owners.join() !== "me") for (const id of view.owners) parameters.append("owner", id);
  if (view.account) parameters.set("account", view.account);
  if (view.opportunity) parameters.set("opportunity", view.opportunity);
  for (const id of view.types) parameters.append("type", id);
  if (view.zone !== boot.me.time_zone) parameters.set("time_zone", view.zone);
  if (view.view === "team" && view.scale === "week") parameters.set("scale", "week");
  return parameters.toString();
}

export const view = new Cell<View>(readView(location.search));

const CALENDAR = "/calendar/";
// The page of reminders has the same filter in its address.
const ROOT = location.pathname.startsWith("/tasks/") ? "/tasks/" : CALENDAR;

export function addressOf(state: View): string {
  const search = writeView(state);
  return search ? `${ROOT}?${search}` : ROOT;
}

export function go(change: Partial<View>, how: "push" | "replace" = "push"): void {
  const next = { ...view.value, ...change };
  const address = addressOf(next);
  if (address !== location.pathname + location.search) {
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }
  view.set(next);
}

window.addEventListener("popstate", () => {
  if (location.pathname === ROOT) view.set(readView(location.search));
});

export interface Range {
  from: Day;
  /** The first day that is not shown. */
  to: Day;
}

export function rangeOf(state: View): Range {
  const week = weekBegin(state.date, first);
  switch (state.view) {
    case "month": {
      const from = weekBegin(monthBegin(state.date), first);
      const weeks = Math.ceil(daysBetween(from, addMonths(monthBegin(state.date), 1)) / 7);
      return { from, to: addDays(from, weeks * 7) };
    }
    case "day":
      return { from: state.date, to: addDays(state.date, 1) };
    case "team":
      return state.scale === "day" ? { from: state.date, to: addDays(state.date, 1) } : { from: week, to: addDays(week, 7) };
    default:
      return { from: week, to: addDays(week, 7) };
  }
}

/** The day to look at after so many steps forward (or back) in this view. */
export function step(state: View, steps: number): Day {
  if (state.view === "month") return addMonths(monthBegin(state.date), steps);
  if (state.view === "day" || (state.view === "team" && state.scale === "day")) return stepDay(state, steps);
  return addDays(weekBegin(state.date, first), 7 * steps);
}

function stepDay(state: View, steps: number): Day {
  let day = addDays(state.date, steps);
  // The team's day skips days off: nobody plans there.
  if (state.view === "team") while (isDayOff(day)) day = addDays(day, Math.sign(steps));
  return day;
}

export function isDayOff(day: Day): boolean {
  return boot.me.work_days.length > 0 && !boot.me.work_days.includes(weekday(day));
}

/** What `owner=` sends: nothing for everyone. */
export function ownersSent(state: View): readonly string[] {
  if (state.view === "team") return teamShown(state);
  return state.owners.includes("everyone") ? [] : state.owners;
}

/** The people side by side: those who are filtered for, or, where that is only me, my team. */
export function teamShown(state: View): string[] {
  const named = state.owners.flatMap((id) => {
    if (id === "everyone") return boot.users.filter((user) => user.active && user.reads_calendar).map((user) => user.id);
    if (id === "team") return boot.team;
    return [id === "me" ? boot.me.id : id];
  });
  const ids = [...new Set(named)];
  return ids.length === 1 && ids[0] === boot.me.id ? [...new Set([boot.me.id, ...boot.team])] : ids;
}

/** Whether it must be said whose each event is. */
export function showsSeveral(state: View): boolean {
  return state.owners.length > 1 || state.owners.some((id) => id === "everyone" || id === "team");
}

export function includesOwner(state: View, ownerId: string): boolean {
  if (state.view === "team") return teamShown(state).includes(ownerId);
  return state.owners.some(
    (id) =>
      id === "everyone" || id === ownerId || (id === "me" && ownerId === boot.me.id) || (id === "team" && boot.team.includes(ownerId)),
  );
}
