/** How FullCalendar is set up, apart from what is shown in it. */

import type { CalendarOptions } from "fullcalendar";
import dayGrid from "fullcalendar/daygrid";
import interaction from "fullcalendar/interaction";
import list from "fullcalendar/list";
import timeGrid from "fullcalendar/timegrid";
import { boot, locale } from "../boot";
import { fill, t } from "../messages";
import { look } from "./look";

function isoDay(weekday: number): number {
  return weekday === 0 ? 7 : weekday;
}

/** What never changes while the page is open; `sinceMidnight` as look.ts wants it. */
export function settledOptions(sinceMidnight: () => number): CalendarOptions {
  const { me } = boot;
  const isOff = (weekday: number): boolean => !me.work_days.includes(isoDay(weekday));
  const offDays = [0, 1, 2, 3, 4, 5, 6].filter(isOff);
  const opening = Math.max(0, Number(me.work_start.slice(0, 2)) - 1);
  return {
    ...look(isOff, sinceMidnight),
    plugins: [dayGrid, timeGrid, list, interaction],
    headerToolbar: false,
    height: "100%",
    expandRows: true,
    borderless: true,
    firstDay: me.week_start % 7,
    businessHours: {
      daysOfWeek: me.work_days.map((day) => day % 7),
      startTime: me.work_start.slice(0, 5),
      endTime: me.work_end.slice(0, 5),
    },
    fixedWeekCount: false,
    dayMaxEvents: true,
    eventDisplay: "block",
    slotEventOverlap: false,
    eventMinHeight: 20,
    eventShortHeight: 40,
    eventOrder: "rank",
    nowIndicator: true,
    scrollTime: `${String(opening).padStart(2, "0")}:00`,
    scrollTimeReset: false,
    // Not a coarser slot with a finer snap: 7.1 then takes the middle of the slot for the pointer, a snap too late.
    slotDuration: "00:15",
    slotMinHeight: 12,
    slotHeaderInterval: "01:00",
    slotHeaderFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    views: {
      workWeek: { type: "timeGridWeek", hiddenDays: offDays.length < 7 ? offDays : [] },
      timeGrid: { dayHeaderFormat: { weekday: "short", day: "numeric" } },
    },
    listDayFormat: { weekday: "long", day: "numeric", month: "long" },
    editable: true,
    eventResizableFromStart: true,
    eventInteractive: true,
    selectable: true,
    selectMirror: true,
    selectMinDistance: 6,
    longPressDelay: 400,
    // The mark stays while its quick form is open.
    unselectCancel: ".calendar-card, .sheet",
    navLinks: true,
    viewDidMount: ({ el }) => {
      reachable(el);
    },
    // A cell is named by what is in it.
    dayCellDidMount: ({ el }) => {
      el.removeAttribute("aria-label");
    },
  };
}

/**
 * The hours scroll: by the keyboard too, where no event in them can be gone to. 7.1 scrolls a nameless element inside
 * the group of their rows; one that takes the focus must be that group itself.
 */
function reachable(view: HTMLElement): void {
  const groups = [...view.querySelectorAll<HTMLElement>("[role=rowgroup]")];
  const scroller = groups
    .flatMap((group) => [...group.children] as HTMLElement[])
    .find((child) => !child.role && getComputedStyle(child).overflowY === "auto");
  if (!scroller?.parentElement) return;
  scroller.parentElement.role = "none";
  scroller.role = "rowgroup";
  scroller.tabIndex = 0;
  scroller.ariaLabel = t.hours;
  scroller.classList.add("grid__scroller");
}

/** FullCalendar's words in the page's language; `nameOf` names a day as the view that is shown does. */
export function words(nameOf: (date: Date) => string): CalendarOptions {
  return {
    locale,
    allDayText: t.allDay,
    closeHint: t.close,
    weekTextLong: t.week,
    timedText: t.hours,
    eventsHint: t.events,
    moreLinkText: (count) => fill(t.moreEvents, { count }),
    // A link's name holds the text that it shows: "26", or "Thu 26".
    navLinkHint: (_text, date) => `${nameOf(date)}. ${t.goToDay}`,
    moreLinkHint: (count) => fill(t.moreEventsLong, { count }),
    // The empty state is ours, with what to do.
    noEventsContent: () => null,
  };
}
