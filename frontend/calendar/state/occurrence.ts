/** What names an event, or one occurrence of a series: all that is shown, chosen or sent goes by this one text. Pure. */

export interface Nameable {
  id: string;
  recurrence_id: string | null;
}

/** The id; of an occurrence with "@" and where it began by its rule: a day, or a moment in UTC. */
export type Key = string;

/** The same moment is the same name, whatever offset it is written with. */
function settled(recurrenceId: string): string {
  return recurrenceId.length === 10 ? recurrenceId : new Date(recurrenceId).toISOString().replace(".000", "");
}

export function keyOf({ id, recurrence_id }: Nameable): Key {
  return recurrence_id ? `${id}@${settled(recurrence_id)}` : id;
}

export function idOf(key: Key): string {
  return key.split("@", 1)[0] ?? key;
}

export function recurrenceOf(key: Key): string | null {
  const at = key.indexOf("@");
  return at < 0 ? null : key.slice(at + 1);
}

/** Its page. */
export function pageOf(event: Nameable): string {
  const recurrence = recurrenceOf(keyOf(event));
  const page = `/calendar/events/${event.id}/`;
  return recurrence ? `${page}?recurrence_id=${encodeURIComponent(recurrence)}` : page;
}

/** The key in the address of a page; null for other addresses. */
export function keyIn(address: string): Key | null {
  const found = /\/calendar\/events\/([^/?#]+)\/(?:\?recurrence_id=([^&#]+))?/.exec(address);
  if (!found?.[1]) return null;
  return found[2] ? `${found[1]}@${decodeURIComponent(found[2])}` : found[1];
}
