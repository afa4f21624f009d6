/** What the fields search in. */

import { directory } from "../api/calls";
import type { AccountRef, Named, Participant, Place } from "../api/shapes";
import { boot } from "../boot";
import { fill, t } from "../messages";
import { offsetName } from "../time/phrases";
import { cityOf, zones } from "../time/zones";
import { matches, type Option } from "./option_search";

export async function accounts(text: string, signal: AbortSignal): Promise<Option<AccountRef>[]> {
  const found = await directory.accounts(text, signal);
  return found.map((account) => ({ key: account.id, label: account.name, meta: account.city, value: account }));
}

export function opportunitiesOf(account: string | null) {
  return async (text: string, signal: AbortSignal): Promise<Option<Named>[]> => {
    const [own, others] = await Promise.all([
      account ? directory.opportunities(text, account, signal) : Promise.resolve([]),
      text || !account ? directory.opportunities(text, null, signal) : Promise.resolve([]),
    ]);
    const seen = new Set(own.map((one) => one.id));
    return [...own, ...others.filter((one) => !seen.has(one.id))].slice(0, 10).map((one) => ({
      key: one.id,
      label: one.name,
      meta: one.account?.name ?? "",
      value: { id: one.id, name: one.name },
    }));
  };
}

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}$/;

/** A whole address that was typed is a participant as it stands. */
export function addressOf(text: string): Participant | null {
  return ADDRESS.test(text) ? participant("address", text, "", null, null) : null;
}

export function peopleExcept(chosen: readonly Participant[]) {
  const users = new Set(chosen.map((one) => one.user_id));
  const contacts = new Set(chosen.map((one) => one.contact_id));
  return async (text: string, signal: AbortSignal): Promise<Option<Participant>[]> => {
    const colleagues = boot.users
      .filter((user) => user.active && !users.has(user.id) && matches(`${user.name} ${user.email}`, text))
      .slice(0, 6)
      .map((user) => ({
        key: user.id,
        label: user.name,
        meta: user.team?.name ?? "",
        value: participant("user", user.email, user.name, user.id, null),
      }));
    const found = (await directory.contacts(text, signal)).filter((one) => !contacts.has(one.id));
    const external = found.map((contact) => ({
      key: contact.id,
      label: contact.name,
      meta: [contact.account?.name, contact.email].filter(Boolean).join(" · "),
      value: participant("contact", contact.email, contact.name, null, contact.id),
    }));
    const known = [...colleagues, ...external];
    const typed = addressOf(text);
    if (typed && !known.some((one) => one.value.email.toLowerCase() === text.toLowerCase())) {
      known.push({ key: text, label: fill(t.addAddress, { email: text }), meta: "", value: typed });
    }
    return known;
  };
}

function participant(kind: Participant["kind"], email: string, name: string, user: string | null, contact: string | null): Participant {
  return { kind, email, name, user_id: user, contact_id: contact, answer: "none" };
}

const COORDINATES = /^\s*(-?\d{1,2}(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$/;

export function coordinatesIn(text: string): { latitude: number; longitude: number } | null {
  const found = COORDINATES.exec(text);
  if (!found) return null;
  const [latitude, longitude] = [found[1], found[2]].map((one) => Number(one?.replace(",", ".")));
  if (latitude === undefined || longitude === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return { latitude, longitude };
}

export async function places(text: string, signal: AbortSignal): Promise<Option<Place>[]> {
  const point = coordinatesIn(text);
  if (point) {
    const label = `${String(point.latitude)}, ${String(point.longitude)}`;
    return [{ key: label, label: fill(t.useCoordinates, { text: label }), value: { address: label, ...point } }];
  }
  const found = await directory.towns(text, signal);
  return found.map((town) => ({
    key: `${town.label} ${String(town.latitude)}`,
    label: town.label,
    value: { address: town.label, latitude: town.latitude, longitude: town.longitude },
  }));
}

const USUAL_ZONES = ["Europe/Paris", "Europe/London", "Europe/Brussels", "Europe/Madrid", "America/New_York", "Asia/Tokyo"];

export function zonesFor(instant: number) {
  return (text: string): Promise<Option<string>[]> => {
    const all = text
      ? zones().filter((zone) => matches(`${zone.replaceAll("_", " ")} ${offsetName(zone, instant)}`, text))
      : [...new Set([boot.me.time_zone, ...USUAL_ZONES])];
    return Promise.resolve(
      all.slice(0, 30).map((zone) => ({
        key: zone,
        label: cityOf(zone),
        meta: `${zone.split("/")[0]?.replaceAll("_", " ") ?? ""} · ${offsetName(zone, instant)}`,
        value: zone,
      })),
    );
  };
}

export function usersMatching(text: string): Promise<Option<string>[]> {
  return Promise.resolve(
    boot.users
      .filter((user) => user.active && user.reads_calendar && matches(user.name, text))
      .slice(0, 30)
      .map((user) => ({ key: user.id, label: user.name, meta: user.team?.name ?? "", value: user.id })),
  );
}
