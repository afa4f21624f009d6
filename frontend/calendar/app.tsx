/** The calendar page. */

import { render } from "preact";
import { useEffect } from "preact/hooks";
import { boot } from "./boot";
import { EventForm } from "./form/event_form";
import { TaskForm } from "./form/task_form";
import { DropHint, startDrops } from "./files/drop";
import { ImportDialog } from "./files/import_dialog";
import { Stage } from "./grid/stage";
import { Icon } from "./icon";
import { startKeys } from "./keys";
import { t } from "./messages";
import { Card } from "./panels/card";
import { Clash } from "./panels/clash";
import { Details } from "./panels/details";
import { FilterChips, FilterLine, ZoneNotice } from "./panels/filters";
import { SaveFilter, SavedFilters } from "./panels/saved_filters";
import { SheetFrame } from "./panels/sheet_frame";
import { Side } from "./panels/side";
import { Tasks } from "./panels/tasks";
import { WhichOccurrences } from "./panels/which_occurrences";
import { AddEvent, PhoneBar, Toolbar } from "./panels/toolbar";
import { openLinkedForm } from "./linked";
import { startPaper } from "./paper/paper";
import { startSwipes } from "./swipes";
import { useCell } from "./state/cell";
import { feed, load, loadTasks } from "./state/feed";
import { listen } from "./state/live";
import { keyOf } from "./state/occurrence";
import { openSheet, sheet } from "./state/screens";
import { announcement } from "./state/toasts";
import { addressOf, view } from "./state/view";

function OpenSheet() {
  const open = useCell(sheet);
  switch (open?.kind) {
    case "details":
      return <Details key={open.key} shown={open.key} />;
    case "event":
      return <EventForm key={open.base ? keyOf(open.base) : JSON.stringify(open.form)} base={open.base} initial={open.form} />;
    case "task":
      return <TaskForm key={open.task?.id ?? "new"} task={open.task} due={open.due} />;
    case "clash":
      return <Clash key={open.clash.theirs.version} clash={open.clash} />;
    case "filters":
      return (
        <SheetFrame title={t.filters}>
          <div class="filter-sheet">
            <FilterChips />
          </div>
          <SaveFilter />
          <h3>{t.savedFilters}</h3>
          <SavedFilters />
        </SheetFrame>
      );
    case "tasks":
      return (
        <SheetFrame title={t.tasks}>
          <Tasks brief={false} />
        </SheetFrame>
      );
    default:
      return null;
  }
}

function Offline() {
  const { status } = useCell(feed);
  return status === "offline" ? (
    <p class="notice notice--late stage__notice" role="status">
      <Icon name="offline" />
      <span class="grow">{t.offline}</span>
      <button type="button" class="button button--link" onClick={() => void load()}>
        {t.retry}
      </button>
    </p>
  ) : null;
}

function Announcer() {
  const text = useCell(announcement);
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {text}
    </p>
  );
}

function App() {
  useEffect(() => {
    let owners = "";
    const fetchAll = (): void => {
      void load();
      const next = JSON.stringify([view.value.owners, view.value.account, view.value.opportunity, view.value.view === "team"]);
      if (next !== owners) void loadTasks();
      owners = next;
    };
    fetchAll();
    return view.subscribe(fetchAll);
  }, []);
  return (
    <>
      <Side />
      <div class="calendar__main">
        <Toolbar />
        <FilterLine />
        <ZoneNotice />
        <Offline />
        <Stage />
        <AddEvent />
        <PhoneBar />
      </div>
      <OpenSheet />
      <Card />
      <WhichOccurrences />
      <DropHint />
      <ImportDialog />
      <Announcer />
    </>
  );
}

export function startCalendar(root: HTMLElement): void {
  root.replaceChildren();
  render(<App />, root);
  startKeys();
  startSwipes(root);
  startDrops();
  startPaper();
  listen();
  openLinkedForm();
  if (boot.event) {
    // The link to one event is the calendar with its sheet open; closed, the calendar's own address stands.
    openSheet({ kind: "details", key: boot.occurrence ? `${boot.event}@${boot.occurrence}` : boot.event });
    history.replaceState(null, "", addressOf(view.value));
  }
}
