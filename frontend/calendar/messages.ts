/** The words of the calendar, in the page's language. */

import { language } from "./boot";
import { en } from "./en";
import { fr } from "./fr";

export type Messages = Record<keyof typeof en, string>;

export const t: Messages = language === "en" ? en : fr;

/** Put values where a message names them: "+{count} more". */
export function fill(message: string, values: Record<string, string | number>): string {
  return message.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
