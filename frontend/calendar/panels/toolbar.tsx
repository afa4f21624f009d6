/** Today, back and forth, the title, reminders, and how to look. */

import { rememberShowingTasks } from "../api/calls";
import { boot } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { startNew } from "../grid/deeds";
import { useCell } from "../state/cell";
import { showTasks } from "../state/feed";
import { foldSide, openSheet, sideFolded } from "../state/screens";
import { go, rangeOf, step, todayIn, VIEW_NAMES, view, type View, type ViewName } from "../state/view";
import { addDays } from "../time/dates";
import { dayTitle, monthTitle, rangeTitle, shortDay, shortMonth, shortRange } from "../time/phrases";
import { ToolItems, Tools } from "../files/tools";
import { Dropdown } from "./dropdown";
import { MiniMonth } from "./mini_month";

export function titleOf(state: View): string {
  const { from, to } = rangeOf(state);
  if (state.view === "month") return monthTitle(state.date);
  if (addDays(from, 1) === to) return dayTitle(from);
  return rangeTitle(from, addDays(to, -1));
}

/** As short as the phone needs it: "mar. 24 nov.", "nov. 2026". */
function shortTitleOf(state: View): string {
  const { from, to } = rangeOf(state);
  if (state.view === "month") return shortMonth(state.date);
  return addDays(from, 1) === to ? shortDay(from, todayIn(state.zone)) : shortRange(from, addDays(to, -1), todayIn(state.zone));
}

export function goToday(): void {
  go({ date: todayIn(view.value.zone) });
}

export function goBy(steps: number): void {
  go({ date: step(view.value, steps) });
}

export function toggleTasks(): void {
  const show = !showTasks.value;
  showTasks.set(show);
  boot.me.show_tasks = show;
  void rememberShowingTasks(show).catch(() => undefined);
}

function Views({ state }: { state: View }) {
  return (
    <div class="segmented wide-only" role="group" aria-label={t.views}>
      {VIEW_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={state.view === name}
          title={`${t[name]} (${keyOf(name)})`}
          onClick={() => {
            go({ view: name });
          }}
        >
          {t[name]}
        </button>
      ))}
    </div>
  );
}

function keyOf(name: string): string {
  return ({ day: "D", week: "W", workweek: "X", month: "M", list: "L", team: "V" } as Record<string, string>)[name] ?? "";
}

export function Toolbar() {
  const state = useCell(view);
  const folded = useCell(sideFolded);
  const shown = useCell(showTasks);
  const today = todayIn(state.zone);
  return (
    <div class="toolbar">
      <button
        type="button"
        class="button button--quiet button--icon wide-only"
        aria-pressed={!folded}
        aria-label={folded ? t.openSide : t.foldSide}
        title={folded ? t.openSide : t.foldSide}
        onClick={() => {
          foldSide(!folded);
        }}
      >
        <Icon name="panel" />
      </button>
      <button type="button" class="button toolbar__today" title={`${t.today} (T)`} onClick={goToday}>
        <span class="toolbar__today-text">{t.today}</span>
        <span class="phone-only" aria-hidden="true">
          <Icon name="calendar" />
        </span>
      </button>
      <div class="toolbar__steps">
        <button type="button" class="button button--quiet button--icon" aria-label={t.previous} title={`${t.previous} (K)`} onClick={() => { goBy(-1); }}>
          <Icon name="left" />
        </button>
        <button type="button" class="button button--quiet button--icon" aria-label={t.next} title={`${t.next} (J)`} onClick={() => { goBy(1); }}>
          <Icon name="right" />
        </button>
      </div>
      <h1 class="toolbar__title" aria-live="polite">
        <Dropdown class="toolbar__title-button" name={t.goToDay} namedByText label={
            <>
              <span class="wide-only">{titleOf(state)}</span>
              <span class="phone-only">{shortTitleOf(state)}</span>
              <span class="visually-hidden">. {t.goToDay}</span>
            </>
          }>
          {(close) => (
            <MiniMonth
              shown={state.date}
              today={today}
              range={rangeOf(state)}
              onPick={(date) => {
                go({ date });
                close();
              }}
            />
          )}
        </Dropdown>
      </h1>
      <span class="grow" />
      <button
        type="button"
        class="button button--quiet button--icon toolbar__tasks"
        aria-pressed={shown}
        aria-label={shown ? t.hideTasks : t.showTasks}
        title={`${shown ? t.hideTasks : t.showTasks} (R)`}
        onClick={toggleTasks}
      >
        <Icon name={shown ? "eye" : "eye-off"} />
        <span class="toolbar__tasks-text">{t.tasks}</span>
      </button>
      <button
        type="button"
        class="button button--quiet button--icon phone-only"
        aria-label={t.filters}
        onClick={() => {
          openSheet({ kind: "filters" });
        }}
      >
        <Icon name="filter" />
      </button>
      <Views state={state} />
      <Tools />
    </div>
  );
}

/** The one verb that is always there. */
export function AddEvent() {
  return (
    <button type="button" class="button button--primary wide-only add-event no-print" title={`${t.addEvent} (C)`} onClick={startNew}>
      <Icon name="plus" small /> <span>{t.addEvent}</span>
    </button>
  );
}

const PHONE_VIEWS = ["day", "month", "list"] as const satisfies readonly ViewName[];

/** The views that need more room than a phone has at best, and the reminders; the one that is on is named. */
function MoreViews({ state }: { state: View }) {
  const others = VIEW_NAMES.filter((name) => !PHONE_VIEWS.some((first) => first === name));
  const on = others.find((name) => name === state.view);
  return (
    <Dropdown class={on ? "phone-bar__more is-on" : "phone-bar__more"} name={on ? fill(t.labelled, { label: t.moreViews, value: t[on] }) : t.moreViews} label={<><span class="phone-bar__more-text">{on === "workweek" ? t.workweekShort : on ? t[on] : t.moreViews}</span><Icon name="down" small /></>}>
      {(close) => (
        <div class="stack stack--none">
          {others.map((name) => (
            <button key={name} type="button" class="menu__item" aria-pressed={state.view === name} onClick={() => { close(); go({ view: name }); }}>
              {t[name]}
            </button>
          ))}
          <button type="button" class="menu__item" onClick={() => { close(); openSheet({ kind: "tasks" }); }}>
            <Icon name="tasks" small /> {t.tasks}
          </button>
          <div class="menu__line" />
          <ToolItems close={close} />
        </div>
      )}
    </Dropdown>
  );
}

/** On the phone: how to look, within reach of the thumb, and the round button. */
export function PhoneBar() {
  const state = useCell(view);
  return (
    <div class="phone-bar phone-only">
      <div class="segmented phone-bar__views" role="group" aria-label={t.views}>
        {PHONE_VIEWS.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={state.view === name}
            onClick={() => {
              go({ view: name });
            }}
          >
            {t[name]}
          </button>
        ))}
        <MoreViews state={state} />
      </div>
      <button type="button" class="button button--primary phone-bar__add" aria-label={t.addEvent} onClick={startNew}>
        <Icon name="plus" />
      </button>
    </div>
  );
}
