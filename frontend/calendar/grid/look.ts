/** FullCalendar's own class names are not stable: each part gets one of ours, drawn by styles/calendar.css. */

import type { CalendarOptions } from "fullcalendar";

const joined = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(" ");

const HALF_HOUR = 1_800_000;

function millisecondsOf(time: unknown): number {
  return ((time ?? {}) as { milliseconds?: number }).milliseconds ?? 0;
}

/** A line an hour, a dotted one between, none at the quarters. */
function lineOf(time: unknown): string {
  const milliseconds = millisecondsOf(time);
  if (milliseconds % (2 * HALF_HOUR) === 0) return " grid__slot--hour";
  return milliseconds % HALF_HOUR === 0 ? " grid__slot--half" : "";
}

const NEAR = 25 * 60_000;

/** `sinceMidnight`: how late it is on the shown zone's clocks, in milliseconds. */
export function look(isOff: (weekday: number) => boolean, sinceMidnight: () => number): CalendarOptions {
  return {
    class: "grid",
    viewClass: "grid__view",
    eventColor: "var(--type-edge)",
    eventContrastColor: "var(--type-ink)",
    tableClass: "grid__table",
    tableHeaderClass: "grid__header",
    fillerClass: "grid__filler",
    dayHeaderRowClass: "grid__header-row",
    dayHeaderAlign: (info) => (info.inPopover ? "start" : "center"),
    dayHeaderClass: (info) =>
      joined("grid__day-head", info.isToday && "is-today", info.isPast && "is-past", info.inPopover && "grid__day-head--popover"),
    dayHeaderInnerClass: "grid__day-head-inner",
    dayHeaderDividerClass: "grid__divider",
    dayRowClass: "grid__row",
    dayCellClass: (info) =>
      joined("grid__cell", info.isToday && "is-today", info.isOther && "is-other", isOff(info.dow) && "is-off"),
    dayCellTopClass: "grid__cell-top",
    dayCellTopInnerClass: (info) => joined("grid__number", info.isToday && "is-today"),
    dayCellInnerClass: (info) => joined(info.inPopover && "grid__popover-body"),
    dayLaneClass: (info) => joined("grid__lane", info.isToday && "is-today", isOff(info.dow) && "is-off"),
    dayLaneInnerClass: "grid__lane-inner",
    slotLaneClass: (info) => `grid__slot${lineOf(info.time)}`,
    slotHeaderClass: "grid__hour",
    // The hour that the present time is written over.
    slotHeaderInnerClass: (info) =>
      joined("grid__hour-text", Math.abs(millisecondsOf(info.time) - sinceMidnight()) < NEAR && "is-near-now"),
    slotHeaderRowClass: "grid__hour-row",
    slotHeaderDividerClass: "grid__hour-divider",
    allDayHeaderClass: "grid__all-day",
    allDayHeaderInnerClass: "grid__all-day-text",
    allDayDividerClass: "grid__all-day-divider",
    nonBusinessHoursClass: "grid__off-hours",
    highlightClass: "grid__highlight",
    nowIndicatorLineClass: "grid__now",
    nowIndicatorHeaderClass: "grid__now-head",
    navLinkClass: "grid__link",
    moreLinkClass: "grid__more",
    moreLinkInnerClass: "grid__more-text",
    columnMoreLinkClass: "grid__more--column",
    popoverClass: "grid__popover",
    popoverCloseClass: "grid__popover-close",
    eventInnerClass: "ev__inner",
    rowEventClass: (info) => joined("ev--row", info.isStart && "ev--starts", info.isEnd && "ev--ends"),
    rowEventBeforeClass: (info) => joined(info.isStartResizable && "ev__edge ev__edge--left"),
    rowEventAfterClass: (info) => joined(info.isEndResizable && "ev__edge ev__edge--right"),
    columnEventClass: (info) => joined("ev--column", info.isStart && "ev--starts", info.isEnd && "ev--ends"),
    columnEventBeforeClass: (info) => joined(info.isStartResizable && "ev__edge ev__edge--top"),
    columnEventAfterClass: (info) => joined(info.isEndResizable && "ev__edge ev__edge--bottom"),
    listItemEventClass: "ev--listed",
    listItemEventBeforeClass: "ev__dot",
    listItemEventInnerClass: "ev__listed-inner",
    listDaysClass: "grid__list",
    listDayClass: "grid__list-day",
    listDayHeaderClass: (info) => joined("grid__list-head", info.isToday && "is-today"),
    // 7.1 cannot leave out the second line (listDayAltFormat false is taken for its default): it is not drawn.
    listDayHeaderInnerClass: (info) => (info.level === 0 ? "grid__list-head-text" : "grid__list-head-second"),
    listDayBodyClass: "grid__list-body",
    noEventsClass: "grid__none",
    noEventsInnerClass: "grid__none-text",
  };
}
