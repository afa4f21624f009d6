/** Whose events and which days a file of what is shown holds. */

import { boot } from "../boot";
import { rangeOf, teamShown, type View } from "../state/view";
import type { Day } from "../time/dates";
import { instantOf, withOffset } from "../time/zones";

export interface Wanted {
  owner: readonly string[];
  start?: string;
  end?: string;
}

/** Whose events: the server knows "everyone" by no name of its own. */
export function ownersOf(state: View): readonly string[] {
  if (state.view === "team") return teamShown(state);
  if (!state.owners.includes("everyone")) return state.owners;
  return boot.users.filter((user) => user.active && user.reads_calendar).map((user) => user.id);
}

/** The days that are shown, by the clocks of the zone that is shown; or all there is. */
export function wantedOf(state: View, whole: boolean): Wanted {
  const owner = ownersOf(state);
  if (whole) return { owner };
  const { from, to } = rangeOf(state);
  const midnight = (day: Day): string => withOffset(instantOf(`${day}T00:00`, state.zone), state.zone);
  return { owner, start: midnight(from), end: midnight(to) };
}
