/** Where the grid stands: FullCalendar for most views, our own for the team, and what is said when there is nothing. */

import { useEffect, useRef, useState } from "preact/hooks";
import { feed, load, showTasks, taskList } from "../state/feed";
import { useCell } from "../state/cell";
import { card, sheet } from "../state/screens";
import { view as viewCell } from "../state/view";
import { Icon } from "../icon";
import { t } from "../messages";
import { openGrid, type Grid } from "./adapter";
import { deeds } from "./deeds";
import { Team } from "./team";

const touch = matchMedia("(pointer: coarse)").matches;

function Empty() {
  const { view, scale } = useCell(viewCell);
  const one = view === "day" || (view === "team" && scale === "day");
  const text = view === "month" ? t.emptyMonth : one ? t.emptyDay : t.emptyWeek;
  return (
    <p class="stage__empty" role="status">
      <strong>{text}</strong> {touch ? t.emptyDoTouch : t.emptyDo}
    </p>
  );
}

function Failed({ problem }: { problem: string }) {
  return (
    <div class="notice notice--wrong stage__notice" role="alert">
      <Icon name="warning" />
      <span class="grow">
        {t.failed} {problem}
      </span>
      <button type="button" class="button" onClick={() => void load()}>
        {t.retry}
      </button>
    </div>
  );
}

function FullStage() {
  const element = useRef<HTMLDivElement>(null);
  const grid = useRef<Grid | null>(null);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    const host = element.current;
    if (!host) return undefined;
    let closed = false;
    const draw = (): void => {
      grid.current?.show({ view: viewCell.value, events: feed.value.events, tasks: showTasks.value ? taskList.value.tasks : null });
      if (feed.value.status === "ready") host.dataset["drawn"] = "yes";
    };
    void openGrid(host, deeds).then((opened) => {
      if (closed) {
        opened.close();
        return;
      }
      grid.current = opened;
      draw();
      setReady(true);
    });
    const stops = [
      viewCell.subscribe((next) => {
        if (next.view !== "team") draw();
      }),
      feed.subscribe(draw),
      taskList.subscribe(draw),
      showTasks.subscribe(draw),
      card.subscribe((open) => {
        if (!open && !sheet.value) grid.current?.unmark();
      }),
      sheet.subscribe((open) => {
        if (!open) grid.current?.unmark();
      }),
    ];
    return () => {
      closed = true;
      for (const stop of stops) stop();
      grid.current?.close();
    };
  }, []);

  return (
    <>
      {ready ? null : <Skeleton />}
      <div id="calendar-grid" class="stage__grid" ref={element} tabIndex={-1} aria-busy={!ready} />
    </>
  );
}

function Skeleton() {
  return (
    <div class="stage__skeleton" role="status" aria-label={t.loading}>
      {Array.from({ length: 35 }, (_, index) => (
        <div key={index} class="skeleton" />
      ))}
    </div>
  );
}

export function Stage() {
  const { view } = useCell(viewCell);
  const { events, status, problem } = useCell(feed);
  const empty = status === "ready" && events.length === 0;
  return (
    <section class="stage" aria-label={t.calendar}>
      {status === "failed" ? <Failed problem={problem} /> : null}
      {status === "loading" ? <div class="stage__loading skeleton" /> : null}
      {view === "team" ? <Team /> : <FullStage />}
      {empty && view !== "team" ? <Empty /> : null}
    </section>
  );
}
