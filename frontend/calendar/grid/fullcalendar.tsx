/** FullCalendar 7.1 behind the contract of adapter.ts. Only here is it known. */

import { Calendar, type CalendarOptions, type EventApi, type EventDisplayInfo, type EventInput } from "fullcalendar";
import "fullcalendar/skeleton.css";
import type { CalendarEvent } from "../api/shapes";
import { boot } from "../boot";
import { t } from "../messages";
import type { Move } from "../state/changes";
import { anchorOf, type Anchor } from "../state/screens";
import { keyOf, type Key } from "../state/occurrence";
import { focusAgain, focusedKey } from "../state/selection";
import { showsSeveral, todayIn, type View, type ViewName } from "../state/view";
import { longDay, shortDay } from "../time/phrases";
import { wallAt, withOffset } from "../time/zones";
import type { Deeds, FreeStretch, Grid, Shown } from "./adapter";
import { BoxFace, classOf, LineFace, ListFace, TaskFace, type Item, type Setting } from "./face";
import { eventInput, itemOf, taskInput } from "./full_inputs";
import { settledOptions, words } from "./full_options";

const VIEWS: Record<Exclude<ViewName, "team">, string> = {
  month: "dayGridMonth",
  week: "timeGridWeek",
  workweek: "workWeek",
  day: "timeGridDay",
  list: "listWeek",
};

const MOST_PATCHED = 10;

function viewType(view: View): string {
  return VIEWS[view.view === "team" ? "day" : view.view];
}

export class FullGrid implements Grid {
  private readonly calendar: Calendar;
  private shown: Shown | null = null;
  private drawn = new Map<Key, CalendarEvent>();
  private setting: Setting = { owners: false, now: Date.now(), today: "" };
  private readonly clock: ReturnType<typeof setInterval>;

  constructor(
    private readonly element: HTMLElement,
    private readonly deeds: Deeds,
  ) {
    this.calendar = new Calendar(element, this.options());
    // What has passed meanwhile turns grey.
    this.clock = setInterval(() => {
      if (document.visibilityState === "visible" && this.shown) this.draw(this.shown, null);
    }, 120_000);
  }

  show(shown: Shown): void {
    const before = this.shown;
    this.shown = shown;
    if (!before) {
      this.refreshSetting(shown);
      this.calendar.setOption("timeZone", shown.view.zone);
      this.calendar.changeView(viewType(shown.view), shown.view.date);
      this.calendar.render();
      return;
    }
    if (before.view.zone !== shown.view.zone) this.calendar.setOption("timeZone", shown.view.zone);
    const moved = viewType(before.view) !== viewType(shown.view) || before.view.date !== shown.view.date;
    if (moved) this.calendar.changeView(viewType(shown.view), shown.view.date);
    this.draw(shown, moved || before.view !== shown.view ? null : before);
  }

  unmark(): void {
    this.calendar.unselect();
  }

  resized(): void {
    this.calendar.setOption("dayMaxEvents", true);
  }

  close(): void {
    clearInterval(this.clock);
    this.calendar.destroy();
  }

  private draw(shown: Shown, before: Shown | null): void {
    this.refreshSetting(shown);
    const focused = focusedKey();
    const all = before === null;
    if (all || (before.events !== shown.events && !this.patch(shown))) this.calendar.getEventSourceById("events")?.refetch();
    if (all || before.tasks !== shown.tasks) this.calendar.getEventSourceById("tasks")?.refetch();
    // What is drawn anew loses the focus.
    if (focused) focusAgain(focused);
  }

  /** Draw only what changed, where that is little: a refetch makes every event's element anew. */
  private patch(shown: Shown): boolean {
    const now = new Map(shown.events.map((event) => [keyOf(event), event]));
    const gone = [...this.drawn.keys()].filter((key) => !now.has(key));
    const fresh = shown.events.filter((event) => this.drawn.get(keyOf(event)) !== event);
    if (gone.length + fresh.length > MOST_PATCHED) return false;
    for (const key of [...gone, ...fresh.map(keyOf)]) this.calendar.getEventById(key)?.remove();
    for (const event of fresh) this.calendar.addEvent(eventInput(event), "events");
    this.drawn = now;
    return true;
  }

  private refreshSetting({ view }: Shown): void {
    this.setting = { owners: showsSeveral(view), now: Date.now(), today: todayIn(view.zone) };
  }

  private eventInputs(): EventInput[] {
    const events = this.shown?.events ?? [];
    this.drawn = new Map(events.map((event) => [keyOf(event), event]));
    return events.map(eventInput);
  }

  private taskInputs(): EventInput[] {
    return (this.shown?.tasks ?? []).filter((task) => task.due_on).map(taskInput);
  }

  private options(): CalendarOptions {
    return {
      ...settledOptions(() => millisecondsOf(wallAt(Date.now(), this.zone))),
      ...words((date) => {
        const day = this.calendar.formatIso(date, true);
        return this.shown?.view.view === "list" ? longDay(day) : shortDay(day, "");
      }),
      eventSources: [
        {
          id: "events",
          events: (_info, succeed) => {
            succeed(this.eventInputs());
          },
        },
        {
          id: "tasks",
          events: (_info, succeed) => {
            succeed(this.taskInputs());
          },
        },
      ],
      eventClass: (info) => {
        const item = itemOf(info.event);
        return item ? classOf(item, this.setting) : "ev ev--chosen";
      },
      eventContent: (info) => this.face(info),
      nowIndicatorHeaderContent: () => (this.shown ? wallAt(Date.now(), this.shown.view.zone).slice(11) : ""),
      ...this.reactions(),
    };
  }

  private reactions(): CalendarOptions {
    const dragging = (on: boolean) => (): void => {
      document.body.classList.toggle("calendar-dragging", on);
    };
    return {
      eventDragStart: dragging(true),
      eventDragStop: dragging(false),
      eventResizeStart: dragging(true),
      eventResizeStop: dragging(false),
      eventDrop: ({ event, revert }) => {
        this.dropped(event, revert);
      },
      eventResize: ({ event }) => {
        const item = itemOf(event);
        if (item?.kind === "event") this.deeds.lengthened(event.id, this.stretched(item.event, event));
      },
      eventClick: ({ event, el, jsEvent }) => {
        if (jsEvent.metaKey || jsEvent.ctrlKey) return;
        jsEvent.preventDefault();
        const item = itemOf(event);
        if (item) this.clicked(item, el, jsEvent);
      },
      select: ({ startStr, endStr, allDay, jsEvent }) => {
        this.chosen({ start: startStr, end: endStr, allDay, point: false }, jsEvent);
      },
      dateClick: ({ dateStr, allDay, jsEvent }) => {
        this.chosen({ start: dateStr, end: dateStr, allDay, point: true }, jsEvent);
      },
      navLinkDayClick: (date) => {
        this.deeds.dayChosen(this.calendar.formatIso(date, true));
      },
    };
  }

  private face(info: EventDisplayInfo) {
    const item = itemOf(info.event);
    if (item?.kind === "task") return <TaskFace task={item.task} />;
    if (!item) return <span class="ev__line">{info.timeText}</span>;
    const { event } = item;
    const changing = info.isMirror || info.isDragging || info.isResizing;
    const starts = event.start.slice(11, 16);
    if (info.view.type === "listWeek") {
      return <ListFace event={event} time={event.all_day ? t.allDay : `${starts}–${event.end.slice(11, 16)}`} setting={this.setting} />;
    }
    if (info.view.type === "dayGridMonth" || event.all_day) {
      const time = event.all_day || !info.isStart ? "" : changing ? info.timeText : starts;
      return <LineFace event={event} time={time} setting={this.setting} />;
    }
    const time = changing ? info.timeText : info.isShort ? starts : `${starts}–${event.end.slice(11, 16)}`;
    return <BoxFace event={event} time={time} setting={this.setting} short={info.isShort} />;
  }

  private clicked(item: Item, element: HTMLElement, happening: UIEvent): void {
    const target = happening.target as HTMLElement;
    if (item.kind === "task") {
      if (target.closest(".ev__tick")) this.deeds.ticked(item.task.id);
      else this.deeds.opened(item.task.id, "task", "card", anchorOf(element));
      return;
    }
    // Enter on a focused event arrives as a click that no pointer made.
    const byKeyboard = happening instanceof KeyboardEvent || happening.detail === 0;
    this.deeds.opened(keyOf(item.event), "event", byKeyboard ? "whole" : "card", anchorOf(element));
  }

  private dropped(event: EventApi, revert: () => void): void {
    const item = itemOf(event);
    if (!item) return;
    if (item.kind === "task") {
      if (event.allDay) this.deeds.taskMoved(item.task.id, event.startStr.slice(0, 10));
      else revert();
      return;
    }
    this.deeds.moved(event.id, this.carried(item.event, event));
  }

  /** Moved as a whole: it keeps the length that it really has, which is not always the one drawn. */
  private carried(before: CalendarEvent, after: EventApi): Move {
    if (after.allDay) return { start: after.startStr, end: after.endStr || nextDay(after.startStr), all_day: true };
    const start = Date.parse(after.startStr);
    const length = before.all_day ? 3_600_000 : Date.parse(before.end) - Date.parse(before.start);
    return { start: after.startStr, end: withOffset(start + length, this.zone), all_day: false };
  }

  private stretched(before: CalendarEvent, after: EventApi): Move {
    if (before.all_day) return { start: after.startStr, end: after.endStr || nextDay(after.startStr), all_day: true };
    return { start: after.startStr, end: after.endStr || before.end, all_day: false };
  }

  private chosen(stretch: FreeStretch, happening: UIEvent | null): void {
    const walls = stretch.allDay
      ? stretch
      : { ...stretch, start: stretch.point ? halfHour(stretch.start) : stretch.start.slice(0, 16), end: stretch.end.slice(0, 16) };
    this.deeds.freeChosen(walls, this.pointOf(happening));
  }

  private pointOf(happening: UIEvent | null): Anchor {
    if (happening && "clientX" in happening && (happening as MouseEvent).clientX) {
      const { clientX, clientY } = happening as MouseEvent;
      return { left: clientX, right: clientX, top: clientY, bottom: clientY };
    }
    return anchorOf(this.element);
  }

  private get zone(): string {
    return this.shown?.view.zone ?? boot.me.time_zone;
  }
}

/** A click means the half hour that it falls into. */
function halfHour(moment: string): string {
  return `${moment.slice(0, 14)}${Number(moment.slice(14, 16)) < 30 ? "00" : "30"}`;
}

function millisecondsOf(wall: string): number {
  return Date.parse(`1970-01-01${wall.slice(10)}:00Z`);
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
