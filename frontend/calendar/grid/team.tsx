/** People side by side: columns of hours for one day, or a line each for the working week. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CalendarEvent } from "../api/shapes";
import { boot, colleague } from "../boot";
import { Icon } from "../icon";
import { t } from "../messages";
import { useCell } from "../state/cell";
import { feed, find } from "../state/feed";
import { keyOf, pageOf } from "../state/occurrence";
import { anchorOf } from "../state/screens";
import { go, isDayOff, teamShown, todayIn, view as viewCell, type View } from "../state/view";
import { addDays, days, daysBetween, weekBegin, type Day } from "../time/dates";
import { longDay, shortDay, whenPhrase } from "../time/phrases";
import { addMinutes, instantOf, minutesBetween, wallAt, withOffset } from "../time/zones";
import { deeds, freeChosen } from "./deeds";
import { BoxFace, classOf, LineFace, type Setting } from "./face";
import { snap, spotAt, TeamDrag, type DragEnd, type Spot } from "./team_drag";
import { lies, place, wallOf } from "./team_layout";

const HOUR = 48;
// Minutes between an hour and the present time below which their words would lie over each other.
const NEAR = 25;
const NO_OWNERS = false;

function settingOf(state: View): Setting {
  return { owners: NO_OWNERS, now: Date.now(), today: todayIn(state.zone) };
}

/** What a sighted person reads off the column and the line. */
function Whereabouts({ event, state }: { event: CalendarEvent; state: View }) {
  return (
    <span class="visually-hidden">
      , {event.owner.name}, {whenPhrase(event, state.zone, todayIn(state.zone))}
    </span>
  );
}

interface ChipProps {
  event: CalendarEvent;
  state: View;
  setting: Setting;
}

function Chip({ event, state, setting }: ChipProps) {
  return (
    <a
      href={pageOf(event)}
      class={`${classOf({ kind: "event", event }, setting)} ev--row ev--starts ev--ends`}
      data-event={keyOf(event)}
      data-movable={event.can_edit ? "yes" : "no"}
      draggable={false}
    >
      <LineFace event={event} time={event.all_day ? "" : event.start.slice(11, 16)} setting={setting} />
      <Whereabouts event={event} state={state} />
    </a>
  );
}

function Box({ event, state, setting, placed }: ChipProps & { placed: ReturnType<typeof place>[number] }) {
  const { from, to, lane, lanes } = placed;
  return (
    <a
      href={pageOf(event)}
      class={`${classOf({ kind: "event", event }, setting)} ev--column ev--starts ev--ends team__box`}
      data-event={keyOf(event)}
      data-movable={event.can_edit ? "yes" : "no"}
      draggable={false}
      style={{
        top: `${String((from / 60) * HOUR)}px`,
        height: `${String(((to - from) / 60) * HOUR - 1)}px`,
        left: `${String((lane / lanes) * 100)}%`,
        width: `calc(${String(100 / lanes)}% - 3px)`,
      }}
    >
      <BoxFace event={event} time={`${event.start.slice(11, 16)}–${event.end.slice(11, 16)}`} setting={setting} short={to - from < 45} />
      <Whereabouts event={event} state={state} />
      {event.can_edit ? <span class="ev__edge ev__edge--bottom" /> : null}
    </a>
  );
}

function Head({ id }: { id: string }) {
  const person = colleague(id);
  return (
    <span class="team__person">
      <span class="team__name">{person?.name ?? id}</span>
      {person?.is_me ? <span class="soft small"> {t.me}</span> : null}
    </span>
  );
}

/** The hours, and the present time: where they would lie over each other, the present one is read. */
function Hours({ now }: { now: string | null }) {
  const minutes = now === null ? null : minutesBetween("1970-01-01T00:00", `1970-01-01T${now}`);
  const shown = Array.from({ length: 23 }, (_, index) => index + 1).filter((hour) => minutes === null || Math.abs(hour * 60 - minutes) >= NEAR);
  return (
    <div class="team__hours" aria-hidden="true">
      {shown.map((hour) => (
        <span key={hour} class="team__hour" style={{ top: `${String(hour * HOUR)}px` }}>
          {String(hour).padStart(2, "0")}:00
        </span>
      ))}
      {minutes === null ? null : (
        <span class="team__now-label" style={{ top: `${String((minutes / 60) * HOUR)}px` }}>
          {now}
        </span>
      )}
    </div>
  );
}

function DayGrid({ people, state, events, hover }: { people: string[]; state: View; events: readonly CalendarEvent[]; hover: Spot | null }) {
  const setting = settingOf(state);
  const day = state.date;
  const mine = (id: string) => events.filter((event) => event.owner.id === id);
  const now = wallAt(setting.now, state.zone);
  const nowTop = now.slice(0, 10) === day ? (minutesBetween(`${day}T00:00`, now) / 60) * HOUR : null;
  const [opens, closes] = [boot.me.work_start, boot.me.work_end].map((time) => Number(time.slice(0, 2)) + Number(time.slice(3, 5)) / 60);
  const off = isDayOff(day);
  return (
    <div class="team team--day" style={{ gridTemplateColumns: `64px repeat(${String(people.length)}, minmax(132px, 1fr))` }}>
      <div class="team__corner" />
      {people.map((id) => (
        <div key={id} class="team__head">
          <Head id={id} />
        </div>
      ))}
      <div class="team__all-day-label">{t.allDay}</div>
      {people.map((id) => (
        <div key={id} class="team__all-day" data-owner={id} data-day={day} data-timed="no">
          {mine(id)
            .filter((event) => event.all_day && lies(event, day))
            .map((event) => (
              <Chip key={keyOf(event)} event={event} state={state} setting={setting} />
            ))}
        </div>
      ))}
      <Hours now={nowTop === null ? null : now.slice(11)} />
      {people.map((id) => (
        <div key={id} class={off ? "team__column is-off" : "team__column"} data-owner={id} data-day={day} data-timed="yes">
          {off ? null : <div class="team__off" style={{ top: "0", height: `${String((opens ?? 0) * HOUR)}px` }} />}
          {off ? null : <div class="team__off" style={{ top: `${String((closes ?? 24) * HOUR)}px`, bottom: "0" }} />}
          {hover?.owner === id && hover.minutes !== null ? (
            <div class="team__target" style={{ top: `${String((snap(hover.minutes) / 60) * HOUR)}px` }} />
          ) : null}
          {place(mine(id), day).map((placed) => (
            <Box key={keyOf(placed.event)} event={placed.event} state={state} setting={setting} placed={placed} />
          ))}
          {nowTop === null ? null : <div class="team__now" style={{ top: `${String(nowTop)}px` }} />}
        </div>
      ))}
    </div>
  );
}

function WeekGrid({ people, state, events, hover }: { people: string[]; state: View; events: readonly CalendarEvent[]; hover: Spot | null }) {
  const setting = settingOf(state);
  const shown = days(weekBegin(state.date, boot.me.week_start), 7).filter((day) => !isDayOff(day));
  return (
    <div class="team team--week" style={{ gridTemplateColumns: `140px repeat(${String(shown.length)}, minmax(120px, 1fr))` }}>
      <div class="team__corner" />
      {shown.map((day) => (
        <div key={day} class={day === setting.today ? "team__head is-today" : "team__head"}>
          {shortDay(day)}
        </div>
      ))}
      {people.map((id) => (
        <WeekLine key={id} id={id} shown={shown} state={state} events={events} setting={setting} hover={hover} />
      ))}
    </div>
  );
}

function WeekLine(props: { id: string; shown: Day[]; state: View; events: readonly CalendarEvent[]; setting: Setting; hover: Spot | null }) {
  const { id, shown, state, events, setting, hover } = props;
  const mine = events.filter((event) => event.owner.id === id).sort((a, b) => Number(b.all_day) - Number(a.all_day) || (a.start < b.start ? -1 : 1));
  return (
    <>
      <div class="team__line-head">
        <Head id={id} />
      </div>
      {shown.map((day) => (
        <div
          key={day}
          class={hover?.owner === id && hover.day === day ? "team__cell is-target" : "team__cell"}
          data-owner={id}
          data-day={day}
          data-timed="no"
          title={`${colleague(id)?.name ?? ""}, ${longDay(day)}`}
        >
          {mine
            .filter((event) => lies(event, day))
            .map((event) => (
              <Chip key={keyOf(event)} event={event} state={state} setting={setting} />
            ))}
        </div>
      ))}
    </>
  );
}

function carry(event: CalendarEvent, { from, to, edge }: DragEnd, zone: string): { start: string; end: string } | null {
  const moment = (wall: string): string => withOffset(instantOf(wall, zone), zone);
  if (edge) {
    if (to.minutes === null) return null;
    const end = moment(addMinutes(`${to.day}T00:00`, snap(to.minutes)));
    return Date.parse(end) > Date.parse(event.start) ? { start: event.start, end } : null;
  }
  const shift = daysBetween(from.day, to.day) * 1440;
  if (event.all_day) return { start: addDays(event.start, shift / 1440), end: addDays(event.end, shift / 1440) };
  const wall = wallOf(event.start);
  const start =
    to.minutes === null ? addMinutes(wall, shift) : addMinutes(`${to.day}T00:00`, snap(to.minutes));
  const begin = instantOf(start, zone);
  return { start: withOffset(begin, zone), end: withOffset(begin + Date.parse(event.end) - Date.parse(event.start), zone) };
}

export function Team() {
  const root = useRef<HTMLDivElement>(null);
  const state = useCell(viewCell);
  const { events, status } = useCell(feed);
  const [hover, setHover] = useState<Spot | null>(null);
  const people = teamShown(state);

  useLayoutEffect(() => {
    const opening = Math.max(0, Number(boot.me.work_start.slice(0, 2)) - 1);
    if (root.current && state.scale === "day") root.current.scrollTop = opening * HOUR - 10;
  }, [state.scale]);

  useEffect(() => {
    if (!root.current) return undefined;
    const drag = new TeamDrag(root.current, HOUR, {
      hovering: setHover,
      dropped: (end) => {
        const event = find(end.id);
        if (!event) return;
        const to = carry(event, end, viewCell.value.zone);
        const owner = end.edge ? event.owner.id : end.to.owner;
        const same = to && to.start === event.start && to.end === event.end && owner === event.owner.id;
        if (!to || same) return;
        const deed = { ...to, all_day: event.all_day, owner_id: owner };
        if (end.edge) deeds.lengthened(end.id, deed);
        else deeds.moved(end.id, deed);
      },
    });
    return () => {
      drag.close();
    };
  }, []);

  const clicked = (happening: MouseEvent): void => {
    if (happening.metaKey || happening.ctrlKey) return;
    const target = happening.target as HTMLElement;
    const chip = target.closest<HTMLElement>("[data-event]");
    if (chip) {
      happening.preventDefault();
      deeds.opened(chip.dataset["event"] ?? "", "event", happening.detail === 0 ? "whole" : "card", anchorOf(chip));
      return;
    }
    const spot = spotAt(happening.clientX, happening.clientY, HOUR);
    if (!spot || !target.closest("[data-owner]") || !colleague(spot.owner)?.edits_calendar) return;
    const anchor = { left: happening.clientX, right: happening.clientX, top: happening.clientY, bottom: happening.clientY };
    const start = spot.minutes === null ? `${spot.day}T${boot.me.work_start.slice(0, 5)}` : addMinutes(`${spot.day}T00:00`, Math.floor(spot.minutes / 30) * 30);
    const allDay = spot.minutes === null && state.scale === "day";
    freeChosen({ start, end: start, allDay, point: true }, anchor, spot.owner);
  };

  return (
    <div class="stage__team" id="calendar-grid" tabIndex={-1} ref={root} onClick={clicked} data-drawn={status === "ready" ? "yes" : "no"}>
      <div class="team__bar">
        <div class="segmented" role="group" aria-label={t.views}>
          {(["day", "week"] as const).map((scale) => (
            <button
              key={scale}
              type="button"
              aria-pressed={state.scale === scale}
              onClick={() => {
                go({ scale });
              }}
            >
              {scale === "day" ? t.scaleDay : t.scaleWeek}
            </button>
          ))}
        </div>
        {people.length < 2 ? (
          <span class="soft small">
            <Icon name="info" small /> {t.noTeam}
          </span>
        ) : null}
      </div>
      {state.scale === "day" ? (
        <DayGrid people={people} state={state} events={events} hover={hover} />
      ) : (
        <WeekGrid people={people} state={state} events={events} hover={hover} />
      )}
    </div>
  );
}
