/** Rows are people, hours go across; the event lies over them, to be moved by hand or by the arrow keys. */

import { useRef, useState } from "preact/hooks";
import type { TargetedPointerEvent } from "preact";
import { fill, t } from "../messages";
import {
  hourMarks,
  hoursShown,
  isTaken,
  movedTo,
  QUARTER,
  share,
  spansPhrase,
  stretchOf,
  type FreeBusy,
  type Stretch,
} from "../form/availability_spans";
import { cityOf, wallAt } from "../time/zones";

const percent = (part: number): string => `${String(Math.round(part * 10_000) / 100)}%`;

function placed(one: Stretch, shown: Stretch): { left: string; width: string } {
  const left = share(one.from, shown);
  return { left: percent(left), width: percent(share(one.to, shown) - left) };
}

interface RowProps {
  row: FreeBusy;
  shown: Stretch;
  zone: string;
}

/** Read out in words; drawn, it is bars. */
function Track({ row, shown, zone }: RowProps) {
  const busy = row.busy.length ? fill(t.rowBusy, { name: row.user.name, spans: spansPhrase(row.busy, zone) }) : fill(t.rowFree, { name: row.user.name });
  const works = row.working.length ? fill(t.rowWorks, { spans: spansPhrase(row.working, zone) }) : t.rowOff;
  return (
    <li class="find-time__track">
      <span class="visually-hidden">{`${busy}. ${works}`}</span>
      {row.working.map((span) => (
        <span key={span.start} class="find-time__work" style={placed(stretchOf(span), shown)} />
      ))}
      {row.busy.map((span) => (
        <span key={span.start} class="find-time__busy" style={placed(stretchOf(span), shown)} title={spansPhrase([span], zone)} />
      ))}
    </li>
  );
}

function Name({ row, event, zone }: { row: FreeBusy; event: Stretch; zone: string }) {
  const taken = isTaken(row, event);
  return (
    <span class="find-time__name">
      <span class={taken ? "free-dot free-dot--busy" : "free-dot"}>{taken ? "✕" : "✓"}</span>
      <span class="find-time__who" title={row.user.name}>
        {row.user.name}
        {row.time_zone === zone ? "" : ` (${cityOf(row.time_zone)})`}
      </span>
    </span>
  );
}

interface Props {
  rows: readonly FreeBusy[];
  event: Stretch;
  day: Stretch;
  zone: string;
  /** How to move the event; null where it cannot be moved by hours. */
  put: ((to: Stretch) => void) | null;
}

export function FreeBoard({ rows, event, day, zone, put }: Props) {
  const [held, setHeld] = useState<{ to: Stretch; shown: Stretch } | null>(null);
  const now = held?.to ?? event;
  // While it is held the hours stay where they are.
  const shown = held?.shown ?? hoursShown(day, rows, event);
  const marks = hourMarks(shown, zone);
  return (
    <div class="find-time__board">
      <div class="find-time__names" aria-hidden="true">
        {rows.map((row) => (
          <Name key={row.user.id} row={row} event={now} zone={zone} />
        ))}
      </div>
      <div class="find-time__hours" aria-hidden="true">
        {marks.map(({ at, hour }) => (
          <span key={at} class={hour % 2 ? "find-time__hour find-time__hour--odd" : "find-time__hour"} style={{ left: percent(share(at, shown)) }}>
            {hour}
          </span>
        ))}
      </div>
      <div class="find-time__tracks">
        <ul class="find-time__rows">
          {rows.map((row) => (
            <Track key={row.user.id} row={row} shown={shown} zone={zone} />
          ))}
        </ul>
        {marks.map(({ at }) => (
          <span key={at} class="find-time__line" style={{ left: percent(share(at, shown)) }} />
        ))}
        {put ? (
          <Handle
            event={now}
            day={day}
            shown={shown}
            zone={zone}
            clashes={rows.some((row) => isTaken(row, now))}
            hold={(to) => { setHeld(to && { to, shown }); }}
            put={put}
          />
        ) : (
          <span class="find-time__event" style={placed(now, shown)} />
        )}
      </div>
    </div>
  );
}

interface HandleProps {
  event: Stretch;
  day: Stretch;
  shown: Stretch;
  zone: string;
  clashes: boolean;
  hold: (to: Stretch | null) => void;
  put: (to: Stretch) => void;
}

const KEYS: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -4, PageUp: 4 };

function Handle({ event, day, shown, zone, clashes, hold, put }: HandleProps) {
  const grip = useRef<{ x: number; event: Stretch; width: number } | null>(null);
  const at = ({ clientX }: { clientX: number }): Stretch | null => {
    if (!grip.current) return null;
    const { x, event: from, width } = grip.current;
    return movedTo(from, from.from + ((clientX - x) / width) * (shown.to - shown.from), day);
  };
  const take = (happening: TargetedPointerEvent<HTMLElement>): void => {
    if (happening.button !== 0) return;
    const board = happening.currentTarget.parentElement;
    happening.currentTarget.setPointerCapture(happening.pointerId);
    grip.current = { x: happening.clientX, event, width: board?.clientWidth ?? 1 };
  };
  const drop = (happening: TargetedPointerEvent<HTMLElement>): void => {
    const to = at(happening);
    const from = grip.current?.event.from;
    grip.current = null;
    hold(null);
    if (to && to.from !== from) put(to);
  };
  const letGo = (): void => {
    grip.current = null;
    hold(null);
  };
  const clock = (instant: number): string => wallAt(instant, zone).slice(11);
  return (
    <span
      class={clashes ? "find-time__event find-time__event--clash" : "find-time__event"}
      style={placed(event, shown)}
      role="slider"
      tabIndex={0}
      aria-label={t.moveTime}
      aria-valuemin={0}
      aria-valuemax={1440}
      aria-valuenow={Math.round((event.from - day.from) / 60_000)}
      aria-valuetext={`${clock(event.from)}–${clock(event.to)}`}
      onPointerDown={take}
      onPointerMove={(happening) => {
        const to = at(happening);
        if (to) hold(to);
      }}
      onPointerUp={drop}
      onPointerCancel={letGo}
      onLostPointerCapture={letGo}
      onKeyDown={(happening) => {
        const steps = KEYS[happening.key];
        if (!steps) return;
        happening.preventDefault();
        happening.stopPropagation();
        const to = movedTo(event, event.from + steps * QUARTER, day);
        if (to.from !== event.from) put(to);
      }}
    />
  );
}
