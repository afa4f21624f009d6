/** The grid behind a contract of ours: what to show goes in, what a person did comes out. */

import type { CalendarEvent, Task } from "../api/shapes";
import type { Move } from "../state/changes";
import type { Key } from "../state/occurrence";
import type { Anchor } from "../state/screens";
import type { View } from "../state/view";
import type { Day } from "../time/dates";

export interface Shown {
  view: View;
  events: readonly CalendarEvent[];
  /** Null when reminders are not wanted. */
  tasks: readonly Task[] | null;
}

/** A stretch that was clicked or dragged over: walls in the shown zone; of whole days, `end` is the day after the last. */
export interface FreeStretch {
  start: string;
  end: string;
  allDay: boolean;
  /** A click, not a drag: the length is ours to choose. */
  point: boolean;
}

export interface Deeds {
  /** Events go by their keys, reminders by their ids. */
  moved: (key: Key, to: Move) => void;
  lengthened: (key: Key, to: Move) => void;
  taskMoved: (id: string, due: Day) => void;
  opened: (key: Key, kind: "event" | "task", how: "card" | "whole", anchor: Anchor) => void;
  ticked: (id: string) => void;
  freeChosen: (stretch: FreeStretch, anchor: Anchor) => void;
  dayChosen: (day: Day) => void;
}

export interface Grid {
  show: (shown: Shown) => void;
  /** No longer mark the stretch for which something was to be created. */
  unmark: () => void;
  resized: () => void;
  close: () => void;
}

/** Loaded when it is needed: the team's view does without it. */
export async function openGrid(element: HTMLElement, deeds: Deeds): Promise<Grid> {
  const { FullGrid } = await import("./fullcalendar");
  return new FullGrid(element, deeds);
}
