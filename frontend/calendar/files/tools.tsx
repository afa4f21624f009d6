/** What the calendar can do beside its grid: take in a file, give one out, print. */

import { Icon } from "../icon";
import { fill } from "../messages";
import { Dropdown } from "../panels/dropdown";
import { ownersNamed } from "../panels/filters";
import { view } from "../state/view";
import { exportCalendar } from "./exporting";
import { openImport } from "./importing";
import { words } from "./messages";

/** For a menu that `close` closes; it gives the focus back first, so that a dialog knows where to give it back. */
export function ToolItems({ close }: { close: () => void }) {
  const then = (deed: () => void) => (): void => {
    close();
    deed();
  };
  const state = view.value;
  const narrowed = state.account ?? state.opportunity ?? state.types[0];
  const of = fill(narrowed ? words.exportNarrowed : words.exportOwners, { owners: ownersNamed(state) });
  return (
    <>
      <button type="button" class="menu__item" onClick={then(() => { openImport(); })}>
        <Icon name="upload" small /> {words.importMenu}
      </button>
      <button type="button" class="menu__item" aria-describedby="export-of" onClick={then(() => void exportCalendar(false))}>
        <Icon name="download" small /> {words.exportShown}
      </button>
      <button type="button" class="menu__item" aria-describedby="export-of" onClick={then(() => void exportCalendar(true))}>
        <Icon name="download" small /> {words.exportWhole}
      </button>
      <p class="tools__of" id="export-of">
        {of}
      </p>
    </>
  );
}

export function Tools() {
  return (
    <span class="wide-only">
      <Dropdown class="button button--quiet button--icon" name={words.tools} label={<Icon name="more" />}>
        {(close) => (
          <div class="stack stack--none tools">
            <ToolItems close={close} />
            <button type="button" class="menu__item" onClick={() => { close(); window.print(); }}>
              <Icon name="print" small /> {words.print}
            </button>
          </div>
        )}
      </Dropdown>
    </span>
  );
}
