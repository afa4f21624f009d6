/** What the server wrote into the page: the viewer, the colleagues, the types. Read once. */

import type { ActivityType, Colleague, Me } from "./api/shapes";

export interface Boot {
  me: Me;
  double_booking: "off" | "warn" | "refuse";
  users: Colleague[];
  /** The ids of "my team", as `owner=team` means it. */
  team: string[];
  activity_types: ActivityType[];
  /** Set on /calendar/events/<id>/: the sheet that is open from the start. */
  event: string | null;
  /** Which occurrence of it, in the series' local time; "" for none. */
  occurrence: string;
}

function read(): Boot {
  const element = document.getElementById("calendar-boot");
  if (!element?.textContent) throw new Error("the page carries no boot data");
  return JSON.parse(element.textContent) as Boot;
}

export const boot: Boot = read();

export const language: "fr" | "en" = document.documentElement.lang.startsWith("en") ? "en" : "fr";

/** Day before month and hours from 0 to 24 in both languages: the product's customers are European. */
export const locale = language === "en" ? "en-GB" : "fr-FR";

const byId = new Map(boot.users.map((user) => [user.id, user]));

export function colleague(id: string): Colleague | undefined {
  return byId.get(id);
}
