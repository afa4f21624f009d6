/** An event in full, beside the grid. */

import { useEffect, useRef, useState } from "preact/hooks";
import { directory, events as calls } from "../api/calls";
import { Refused } from "../api/http";
import type { Account, EventDetail, Participant } from "../api/shapes";
import { boot } from "../boot";
import { alertPhrase } from "../form/alerts_field";
import { formOf } from "../form/values";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { sentence } from "../repeat/phrase";
import { useCell } from "../state/cell";
import { duplicate, remove } from "../state/changes";
import { feed, put } from "../state/feed";
import { stirred } from "../state/live";
import { idOf, keyOf, type Key } from "../state/occurrence";
import { closeSheet, openSheet, sheet } from "../state/screens";
import { todayIn, view } from "../state/view";
import { whyNot } from "../state/wording";
import { distancePhrase, whenPhrase } from "../time/phrases";
import { cityOf, offsetAt } from "../time/zones";
import { answerSign, answerWord } from "./answers";
import { metresBetween } from "./distance";
import { History } from "./history";
import { SheetFrame } from "./sheet_frame";

function When({ event }: { event: EventDetail }) {
  const { zone } = view.value;
  const today = todayIn(zone);
  const instant = Date.parse(event.start);
  const elsewhere = !event.all_day && offsetAt(instant, zone) !== offsetAt(instant, event.time_zone);
  return (
    <p class="fact">
      <Icon name="clock" />
      <span>
        <span class="fact__main">{whenPhrase(event, elsewhere ? event.time_zone : zone, today)}</span>
        {elsewhere ? (
          <>
            {" "}
            ({cityOf(event.time_zone)})
            <span class="fact__more">
              {whenPhrase(event, zone, today)} ({cityOf(zone)}
              {zone === boot.me.time_zone ? `, ${t.inMyZone}` : ""})
            </span>
          </>
        ) : null}
      </span>
    </p>
  );
}

function useAccount(id: string | null): Account | null {
  const [account, setAccount] = useState<Account | null>(null);
  useEffect(() => {
    setAccount(null);
    if (id) directory.account(id).then(setAccount, () => undefined);
  }, [id]);
  return account;
}

function Place({ event, account }: { event: EventDetail; account: Account | null }) {
  const { place } = event;
  const box = useRef<HTMLDivElement>(null);
  const [latitude, longitude] = [place?.latitude ?? null, place?.longitude ?? null];
  useEffect(() => {
    const element = box.current;
    if (!element || latitude === null || longitude === null) return undefined;
    let closed = false;
    let map: { destroy: () => void } | undefined;
    // A map that cannot be drawn leaves the address, which says the same.
    import("../../map/mount").then(
      ({ mountMap }) => {
        if (!closed) map = mountMap(element, { latitude, longitude, label: place?.address ?? "" });
      },
      () => undefined,
    );
    return () => {
      closed = true;
      map?.destroy();
    };
  }, [latitude, longitude]);
  if (!place) return null;
  const far =
    place.source === "event" && latitude !== null && longitude !== null && account?.latitude != null && account.longitude != null
      ? metresBetween({ latitude, longitude }, { latitude: account.latitude, longitude: account.longitude })
      : null;
  return (
    <div class="fact">
      <Icon name="pin" />
      <div class="grow">
        <span>{place.address || `${String(latitude)}, ${String(longitude)}`}</span>
        {far === null ? null : <span class="fact__more">{fill(t.fromAccount, { distance: distancePhrase(far) })}</span>}
        {latitude === null ? null : <div class="map map--small details__map" ref={box} role="group" aria-label={fill(t.labelled, { label: t.map, value: place.address })} />}
      </div>
    </div>
  );
}

function newContactLink(one: Participant, event: EventDetail): string {
  const parameters = new URLSearchParams({ email: one.email, name: one.name, event: event.id });
  if (event.recurrence_id) parameters.set("recurrence_id", event.recurrence_id);
  if (event.account) parameters.set("account", event.account.id);
  return `/contacts/new/?${parameters.toString()}`;
}

function People({ event }: { event: EventDetail }) {
  return (
    <div class="fact">
      <Icon name="people" />
      <ul class="people">
        <li class="people__one">
          <span class="people__sign">●</span>
          <span class="grow">
            {event.owner.name} <span class="soft small">{t.organiser}</span>
          </span>
        </li>
        {event.participants.map((one) => (
          <li key={one.id ?? one.email} class="people__one">
            <span class={`people__sign people__sign--${one.answer}`} aria-hidden="true">
              {answerSign(one.answer)}
            </span>
            <span class="grow">
              {one.contact_id ? <a href={`/contacts/${one.contact_id}/`}>{one.name || one.email}</a> : one.name || one.email}{" "}
              <span class="soft small">{answerWord(one.answer)}</span>
              {one.kind === "address" ? (
                <>
                  {one.name ? <span class="fact__more">{one.email}</span> : null}
                  <a class="small people__create" href={newContactLink(one, event)}>
                    <Icon name="plus" small /> {t.createContact}
                  </a>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Facts({ event }: { event: EventDetail }) {
  const account = useAccount(event.account?.id ?? null);
  return (
    <div class="details">
      <When event={event} />
      {event.recurrence_text ? (
        <p class="fact">
          <Icon name="repeat" />
          <span>{sentence(event.recurrence_text)}</span>
        </p>
      ) : null}
      {event.type ? (
        <p class="fact">
          <Icon name={event.type.is_video ? "video" : event.type.icon} />
          <span class={`tag tag--type type-${event.type.colour}`}>{event.type.name}</span>
        </p>
      ) : null}
      <Place event={event} account={account} />
      {event.account ? (
        <p class="fact">
          <Icon name="building" />
          <span>
            <a href={`/accounts/${event.account.id}/`}>{event.account.name}</a>
            {event.account.city ? <span class="soft">, {event.account.city}</span> : null}
          </span>
        </p>
      ) : null}
      {event.opportunity ? (
        <p class="fact">
          <Icon name="handshake" />
          <a href={`/opportunities/${event.opportunity.id}/`}>{event.opportunity.name}</a>
        </p>
      ) : null}
      {event.hidden ? null : <People event={event} />}
      {event.notes ? (
        <div class="fact">
          <Icon name="note" />
          <p class="details__notes">{event.notes}</p>
        </div>
      ) : null}
      {event.alerts.length ? (
        <p class="fact">
          <Icon name="bell" />
          <span>{event.alerts.map((alert) => alertPhrase(alert, event.all_day)).join(" · ")}</span>
        </p>
      ) : null}
      {event.privacy === "private" || !event.busy ? (
        <p class="fact">
          <Icon name="lock" />
          <span>{[event.privacy === "private" ? t.private : "", event.busy ? "" : t.free].filter(Boolean).join(" · ")}</span>
        </p>
      ) : null}
      {event.hidden ? null : <History id={event.id} version={event.version} zone={view.value.zone} />}
    </div>
  );
}

/** One occurrence of what repeats: a series as a whole is shown as its first, as long as that stands. */
async function fetched(key: Key): Promise<EventDetail> {
  const { zone } = view.value;
  const found = await calls.get(key, zone);
  if (found.recurrence_id || !found.recurrence.length) return found;
  return calls.get(keyOf({ id: found.id, recurrence_id: found.start }), zone).catch(() => found);
}

export function Details({ shown }: { shown: Key }) {
  const [event, setEvent] = useState<EventDetail | null>(null);
  const [problem, setProblem] = useState("");
  const { events } = useCell(feed);
  const stir = useCell(stirred);
  const key = event ? keyOf(event) : shown;
  const version = events.find((one) => keyOf(one) === key)?.version;
  const mine = stir.get(idOf(shown)) ?? 0;

  useEffect(() => {
    let closed = false;
    fetched(shown).then(
      (found) => {
        if (closed) return;
        // What keys speak of while it is open.
        if (sheet.value?.kind === "details") sheet.value.key = keyOf(found);
        setEvent(found);
        setProblem("");
      },
      (error: unknown) => {
        if (!closed) setProblem(error instanceof Refused && error.status === 404 ? t.gone : whyNot(error));
      },
    );
    return () => {
      closed = true;
    };
  }, [shown, version, mine]);

  const foot =
    event && !event.hidden ? (
      <>
        {event.can_edit ? (
          <button
            type="button"
            class="button button--quiet button--icon"
            aria-label={t.delete}
            title={`${t.delete} (Del)`}
            onClick={() => {
              void remove(event, closeSheet);
            }}
          >
            <Icon name="trash" />
          </button>
        ) : null}
        <button
          type="button"
          class="button"
          onClick={() => {
            closeSheet();
            void duplicate(keyOf(event));
          }}
        >
          <Icon name="copy" small /> {t.duplicate}
        </button>
        {event.can_edit ? (
          <button
            type="button"
            class="button button--primary"
            title={`${t.edit} (E)`}
            onClick={() => {
              put(event);
              openSheet({ kind: "event", base: event, form: formOf(event) });
            }}
          >
            <Icon name="edit" small /> {t.edit}
          </button>
        ) : null}
      </>
    ) : null;

  return (
    <SheetFrame title={event?.subject ?? t.event} foot={foot}>
      {problem ? (
        <p class="notice notice--wrong" role="alert">
          <Icon name="warning" />
          <span>{problem}</span>
        </p>
      ) : null}
      {event && !problem ? <Facts event={event} /> : null}
      {!event && !problem ? <div class="skeleton details__skeleton" /> : null}
    </SheetFrame>
  );
}
