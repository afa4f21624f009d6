/** Views kept under a name, one's own and those that colleagues share. */

import { useEffect, useRef, useState } from "preact/hooks";
import { savedFilters as calls } from "../api/calls";
import { newKey, Refused } from "../api/http";
import type { SavedFilter } from "../api/shapes";
import { boot } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { Cell, useCell } from "../state/cell";
import { whyNot } from "../state/wording";
import { done, say } from "../state/toasts";
import { go, readView, view, writeView } from "../state/view";
import { Dropdown } from "./dropdown";

const filters = new Cell<readonly SavedFilter[]>([]);

export async function loadSavedFilters(): Promise<void> {
  try {
    filters.set(await calls.list());
  } catch {
    // The list stays as it was; the calendar works without it.
  }
}

function put(filter: SavedFilter): void {
  filters.update((now) => [...now.filter((one) => one.id !== filter.id), filter].sort((a, b) => a.name.localeCompare(b.name)));
}

/** Whether it was done; when not, it says why. */
async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    say(whyNot(error), "wrong");
    void loadSavedFilters();
    return false;
  }
}

interface Wanted {
  name: string;
  shared: boolean;
}

/** Saving under one key until it is answered: tried again, it is still one view. */
function useSaving() {
  const [saving, setSaving] = useState(false);
  const key = useRef(newKey());
  const save = async ({ name, shared }: Wanted): Promise<boolean> => {
    if (saving || !name.trim()) return false;
    setSaving(true);
    const saved = await attempt(async () => {
      const body = { name: name.trim(), query: writeView(view.value, false), shared };
      const filter = await calls.create(body, key.current).catch((error: unknown) => {
        if (error instanceof Refused) key.current = newKey();
        throw error;
      });
      key.current = newKey();
      put(filter);
      say(fill(t.filterSaved, { name: filter.name }));
    });
    setSaving(false);
    return saved;
  };
  return { saving, save };
}

export function SaveFilter() {
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const { saving, save } = useSaving();
  return (
    <Dropdown class="button button--quiet save-filter" name={t.saveFilter} label={<><Icon name="star" small /> <span>{t.save}</span></>}>
      {(close) => (
        <form
          class="stack stack--tight"
          onSubmit={(happening) => {
            happening.preventDefault();
            void save({ name, shared }).then((saved) => {
              if (!saved) return;
              setName("");
              setShared(false);
              close();
            });
          }}
        >
          <label class="field">
            <span class="field__label">{t.filterName}</span>
            <input class="input" maxLength={80} value={name} readOnly={saving} required onInput={(happening) => { setName(happening.currentTarget.value); }} />
          </label>
          <label class="check">
            <input type="checkbox" checked={shared} onChange={(happening) => { setShared(happening.currentTarget.checked); }} />
            <span>{t.shareFilter}</span>
          </label>
          <button type="submit" class="button button--primary" aria-busy={saving}>
            {t.saveFilter}
          </button>
        </form>
      )}
    </Dropdown>
  );
}

function open(filter: SavedFilter): void {
  const { date: _, ...rest } = readView(filter.query);
  go(rest);
}

function remove(filter: SavedFilter): void {
  void attempt(async () => {
    await calls.remove(filter);
    filters.update((now) => now.filter((one) => one.id !== filter.id));
    const key = newKey();
    done(fill(t.filterDeleted, { name: filter.name }), t.undo, async () => {
      await attempt(async () => {
        put(await calls.create({ name: filter.name, query: filter.query, shared: filter.shared }, key));
      });
    });
  });
}

function Actions({ filter, close, rename }: { filter: SavedFilter; close: () => void; rename: () => void }) {
  return (
    <div class="stack stack--none">
      <button type="button" class="menu__item" onClick={() => { close(); rename(); }}>
        <Icon name="edit" small /> {t.rename}
      </button>
      <button
        type="button"
        class="menu__item"
        onClick={() => {
          close();
          void attempt(async () => {
            put(await calls.change(filter, { shared: !filter.shared }));
          });
        }}
      >
        <Icon name={filter.shared ? "lock" : "people"} small /> {filter.shared ? t.unshare : t.share}
      </button>
      <button type="button" class="menu__item menu__item--danger" onClick={() => { close(); remove(filter); }}>
        <Icon name="trash" small /> {t.delete}
      </button>
    </div>
  );
}

/** Once, as soon as it is there: what is typed next is the name. */
function focusOnce(element: HTMLInputElement | null): void {
  if (!element || element.dataset["met"]) return;
  element.dataset["met"] = "yes";
  element.focus();
}

interface RenameProps {
  name: string;
  finish: (name: string) => void;
  leave: () => void;
}

function RenameLine({ name, finish, leave }: RenameProps) {
  // Enter takes the field away, which blurs it: once is enough.
  const over = useRef(false);
  const end = (deed: () => void): void => {
    if (over.current) return;
    over.current = true;
    deed();
  };
  return (
    <li class="side-line">
      <input
        class="input"
        aria-label={t.filterName}
        maxLength={80}
        defaultValue={name}
        ref={focusOnce}
        onKeyDown={(happening) => {
          const { value } = happening.currentTarget;
          if (happening.key === "Enter") end(() => { finish(value); });
          if (happening.key === "Escape") {
            happening.stopPropagation();
            end(leave);
          }
        }}
        onBlur={(happening) => {
          const { value } = happening.currentTarget;
          end(() => { finish(value); });
        }}
      />
    </li>
  );
}

function Line({ filter }: { filter: SavedFilter }) {
  /** The name that is being typed; null while it is only read. */
  const [typed, setTyped] = useState<string | null>(null);
  const mine = filter.owner.id === boot.me.id;
  const meta = mine ? (filter.shared ? t.sharedByMe : "") : fill(t.sharedBy, { name: filter.owner.name });
  const finish = async (name: string): Promise<void> => {
    setTyped(null);
    if (!name.trim() || name.trim() === filter.name) return;
    const renamed = await attempt(async () => {
      put(await calls.change(filter, { name: name.trim() }));
    });
    if (!renamed) setTyped(name);
  };
  if (typed !== null) return <RenameLine name={typed} finish={(name) => void finish(name)} leave={() => { setTyped(null); }} />;
  return (
    <li class="side-line">
      <button type="button" class="side-line__main" onClick={() => { open(filter); }}>
        <Icon name={filter.shared ? "people" : "star"} small />
        <span class="side-line__words">
          <span>{filter.name}</span>
          {meta ? <span class="soft small">{meta}</span> : null}
        </span>
      </button>
      {filter.can_edit ? (
        <Dropdown class="button button--quiet button--icon side-line__more" name={fill(t.actionsFor, { name: filter.name })} label={<Icon name="more" small />}>
          {(close) => <Actions filter={filter} close={close} rename={() => { setTyped(filter.name); }} />}
        </Dropdown>
      ) : null}
    </li>
  );
}

export function SavedFilters() {
  const list = useCell(filters);
  useEffect(() => {
    void loadSavedFilters();
  }, []);
  return list.length ? (
    <ul class="side-list">
      {list.map((filter) => (
        <Line key={filter.id} filter={filter} />
      ))}
    </ul>
  ) : (
    <p class="soft small">{t.noSavedFilters}</p>
  );
}
