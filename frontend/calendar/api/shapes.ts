/** The JSON of /api/v1 as it comes and goes. */

import type { Warning } from "../form/availability_warnings";

export interface Named {
  id: string;
  name: string;
}

export interface EventType extends Named {
  colour: string;
  icon: string;
  is_video: boolean;
}

export interface ActivityType extends EventType {
  active: boolean;
}

export interface AccountRef extends Named {
  city: string;
}

export interface Place {
  address: string;
  latitude: number | null;
  longitude: number | null;
}

export interface EventPlace extends Place {
  source: "event" | "account";
}

export type Answer = "accepted" | "tentative" | "none" | "declined";

export interface Participant {
  id?: string;
  kind: "user" | "contact" | "address";
  user_id: string | null;
  contact_id: string | null;
  email: string;
  name: string;
  answer: Answer;
}

export interface Alert {
  id?: string;
  minutes_before: number;
  at_time: string | null;
  channel: "in_app" | "email";
}

export interface CalendarEvent {
  id: string;
  subject: string;
  start: string;
  end: string;
  all_day: boolean;
  time_zone: string;
  /** Of an occurrence: where it began by the rule of its series. */
  recurrence_id: string | null;
  status: string;
  owner: Named;
  type: EventType | null;
  account: AccountRef | null;
  opportunity: Named | null;
  place: EventPlace | null;
  privacy: "normal" | "private";
  busy: boolean;
  participants: Participant[];
  version: number;
  can_edit: boolean;
  hidden: boolean;
}

export interface EventDetail extends CalendarEvent {
  notes: string;
  alerts: Alert[];
  other_address: Place | null;
  /** What repeats it, as iCalendar lines; an occurrence has those of its series. */
  recurrence: string[];
  recurrence_text: string;
  /** What a write books twice. */
  warnings?: Warning[];
  created_at: string;
  updated_at: string;
}

export interface EventInput {
  subject?: string;
  start?: string;
  end?: string;
  all_day?: boolean;
  time_zone?: string;
  owner_id?: string;
  type_id?: string | null;
  account_id?: string | null;
  opportunity_id?: string | null;
  participants?: ({ user_id: string } | { contact_id: string } | { email: string; name: string })[];
  notes?: string;
  other_address?: Place | null;
  privacy?: "normal" | "private";
  busy?: boolean;
  alerts?: Alert[];
  recurrence?: string[];
}

export interface Task {
  id: string;
  subject: string;
  due_on: string | null;
  done_at: string | null;
  owner: Named;
  account: AccountRef | null;
  opportunity: Named | null;
  notes: string;
  privacy: "normal" | "private";
  version: number;
  can_edit: boolean;
}

export interface TaskInput {
  subject?: string;
  due_on?: string | null;
  owner_id?: string;
  account_id?: string | null;
  opportunity_id?: string | null;
  notes?: string;
  privacy?: "normal" | "private";
}

export interface Account extends AccountRef {
  kind: "client" | "prospect" | "partner";
  street: string;
  postcode: string;
  latitude: number | null;
  longitude: number | null;
}

export interface Contact {
  id: string;
  account: Named | null;
  name: string;
  email: string;
  job_title: string;
}

export interface Opportunity extends Named {
  account: Named | null;
  state: "open" | "won" | "lost";
}

export interface Town {
  label: string;
  latitude: number;
  longitude: number;
  postcode: string;
  city: string;
  country: string;
}

export interface SavedFilter extends Named {
  query: string;
  shared: boolean;
  owner: Named;
  version: number;
  can_edit: boolean;
}

export interface HistoryEntry {
  number: number;
  at: string;
  by: Named | null;
  kind: string;
  source: string;
  changes: Record<string, [unknown, unknown]>;
}

export interface Colleague extends Named {
  email: string;
  team: Named | null;
  active: boolean;
  is_me: boolean;
  reads_calendar: boolean;
  edits_calendar: boolean;
}

export interface Me {
  id: string;
  name: string;
  email: string;
  time_zone: string;
  /** 1 is Monday, 7 is Sunday. */
  week_start: number;
  work_start: string;
  work_end: string;
  /** The ISO numbers of the working days. */
  work_days: number[];
  show_tasks: boolean;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}
