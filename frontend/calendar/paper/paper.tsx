/** What a printer gets: all of what is shown, also what the screen scrolls or folds away. The team prints its own view. */

import { render } from "preact";
import type { CalendarEvent, Task } from "../api/shapes";
import { boot } from "../boot";
import { accountLine, subjectOf } from "../grid/face";
import { t } from "../messages";
import { ownersNamed } from "../panels/filters";
import { titleOf } from "../panels/toolbar";
import { feed, showTasks, taskList } from "../state/feed";
import { keyOf } from "../state/occurrence";
import { isDayOff, rangeOf, showsSeveral, view, type View } from "../state/view";
import { days, daysBetween, type Day } from "../time/dates";
import { longDay, shortDay, weekdayName } from "../time/phrases";
import { cityOf } from "../time/zones";
import { eventsOn, hoursOn, tasksOn } from "./days";

interface Content {
  state: View;
  events: readonly CalendarEvent[];
  tasks: readonly Task[];
}

function Reminder({ task }: { task: Task }) {
  return (
    <li class={task.done_at ? "paper__item paper__item--done" : "paper__item"}>
      {task.done_at ? "☑" : "☐"} {task.subject}
    </li>
  );
}

/** How much is told of an event: a line in the month, its place in the week, everything in the list. */
type Detail = "line" | "place" | "all";

function Item({ day, event, state, detail }: { day: Day; event: CalendarEvent; state: View; detail: Detail }) {
  const whole = detail === "all";
  const names = event.participants.map((one) => one.name || one.email).join(", ");
  const more = [
    whole ? event.account?.name : detail === "place" ? accountLine(event) : "",
    whole ? event.place?.address : "",
    showsSeveral(state) ? event.owner.name : "",
    whole ? names : "",
  ].filter(Boolean);
  const hours = hoursOn(day, event);
  const colour = event.hidden ? "slate" : (event.type?.colour ?? "slate");
  return (
    <li class={`paper__item paper__item--event type-${colour}${event.status === "cancelled" ? " paper__item--done" : ""}`}>
      <span class="paper__hours">{detail === "line" ? hours.replace(/–.*/, "") : hours || (whole ? t.allDay : "")}</span>{" "}
      <span>
        <strong>{subjectOf(event)}</strong>
        {more.length ? <span class="paper__more"> {more.join(" · ")}</span> : null}
      </span>
    </li>
  );
}

function OfDay({ day, content, detail }: { day: Day; content: Content; detail: Detail }) {
  return (
    <ul class="paper__items">
      {eventsOn(day, content.events).map((event) => (
        <Item key={keyOf(event)} day={day} event={event} state={content.state} detail={detail} />
      ))}
      {tasksOn(day, content.tasks).map((task) => (
        <Reminder key={task.id} task={task} />
      ))}
    </ul>
  );
}

function Month({ content, shown }: { content: Content; shown: readonly Day[] }) {
  const weeks = Array.from({ length: shown.length / 7 }, (_, week) => shown.slice(week * 7, week * 7 + 7));
  return (
    <table class="paper__table paper__table--month">
      <thead>
        <tr>{weeks[0]?.map((day) => <th key={day} scope="col">{weekdayName(day, "short")}</th>)}</tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td key={day} class={day.slice(0, 7) === content.state.date.slice(0, 7) ? "" : "paper__other"}>
                <p class="paper__day">{Number(day.slice(8))}</p>
                <OfDay day={day} content={content} detail="line" />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Week({ content, shown }: { content: Content; shown: readonly Day[] }) {
  return (
    <table class="paper__table paper__table--week">
      <thead>
        <tr>{shown.map((day) => <th key={day} scope="col">{shortDay(day)}</th>)}</tr>
      </thead>
      <tbody>
        <tr>
          {shown.map((day) => (
            <td key={day}>
              <OfDay day={day} content={content} detail="place" />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

function Agenda({ content, shown }: { content: Content; shown: readonly Day[] }) {
  const busy = shown.filter((day) => eventsOn(day, content.events).length || tasksOn(day, content.tasks).length);
  return busy.length ? (
    <>
      {busy.map((day) => (
        <section key={day} class="paper__agenda">
          <h2>{longDay(day)}</h2>
          <OfDay day={day} content={content} detail="all" />
        </section>
      ))}
    </>
  ) : (
    <p>{content.state.view === "day" ? t.emptyDay : t.emptyWeek}</p>
  );
}

function Paper({ content }: { content: Content }) {
  const { state } = content;
  const { from, to } = rangeOf(state);
  const all = days(from, daysBetween(from, to));
  const working = all.filter((day) => !isDayOff(day));
  const shown = state.view === "workweek" && working.length ? working : all;
  const Layout = state.view === "month" ? Month : state.view === "day" || state.view === "list" ? Agenda : Week;
  // "Me" says nothing to whoever finds the sheet.
  const whose = state.owners.join() === "me" ? boot.me.name : ownersNamed(state);
  return (
    <div class="paper">
      <h1>{titleOf(state)}</h1>
      <p class="paper__of">
        {whose} · {cityOf(state.zone)}
      </p>
      <Layout content={content} shown={shown} />
    </div>
  );
}

/** The browser asks for the page to be made ready, whether by its menu, its keys or a button of ours. */
export function startPaper(): void {
  const host = document.createElement("div");
  host.className = "paper-host";
  document.body.append(host);
  window.addEventListener("beforeprint", () => {
    const state = view.value;
    if (state.view === "team") return;
    const tasks = showTasks.value ? taskList.value.tasks : [];
    render(<Paper content={{ state, events: feed.value.events, tasks }} />, host);
    document.body.classList.add("prints-paper");
    // On the body: a page of another name lower down would begin with an empty one.
    document.body.classList.toggle("prints-wide", state.view !== "day" && state.view !== "list");
  });
  window.addEventListener("afterprint", () => {
    document.body.classList.remove("prints-paper", "prints-wide");
    render(null, host);
  });
}
