/** Views kept under a name, one's own and those that colleagues share. */

import { useEffect, useState } from "preact/hooks";
import { savedFilters as calls } from "../api/calls";
import type { SavedFilter } from "../api/shapes";
import { boot } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { Cell, useCell } from "../state/cell";
import { whyNot } from "../state/changes";
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

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    say(whyNot(error), "wrong");
    void loadSavedFilters();
  }
}

export function SaveFilter() {
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  return (
    <Dropdown class="button button--quiet save-filter" name={t.saveFilter} label={<><Icon name="star" small /> <span>{t.save}</span></>}>
      {(close) => (
        <form
          class="stack stack--tight"
          onSubmit={(happening) => {
            happening.preventDefault();
            if (!name.trim()) return;
            void attempt(async () => {
              const saved = await calls.create({ name: name.trim(), query: writeView(view.value, false), shared });
              put(saved);
              setName("");
              setShared(false);
              close();
              say(fill(t.filterSaved, { name: saved.name }));
            });
          }}
        >
          <label class="field">
            <span class="field__label">{t.filterName}</span>
            <input class="input" maxLength={80} value={name} required onInput={(happening) => { setName(happening.currentTarget.value); }} />
          </label>
          <label class="check">
            <input type="checkbox" checked={shared} onChange={(happening) => { setShared(happening.currentTarget.checked); }} />
            <span>{t.shareFilter}</span>
          </label>
          <button type="submit" class="button button--primary">
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
    done(fill(t.filterDeleted, { name: filter.name }), t.undo, () =>
      attempt(async () => {
        put(await calls.create({ name: filter.name, query: filter.query, shared: filter.shared }));
      }),
    );
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

function Line({ filter }: { filter: SavedFilter }) {
  const [renaming, setRenaming] = useState(false);
  const mine = filter.owner.id === boot.me.id;
  const meta = mine ? (filter.shared ? t.sharedByMe : "") : fill(t.sharedBy, { name: filter.owner.name });
  if (renaming) {
    const finish = (name: string): void => {
      setRenaming(false);
      if (name.trim() && name.trim() !== filter.name) {
        void attempt(async () => {
          put(await calls.change(filter, { name: name.trim() }));
        });
      }
    };
    return (
      <li class="side-line">
        <input
          class="input"
          aria-label={t.filterName}
          maxLength={80}
          defaultValue={filter.name}
          ref={(element) => element?.focus()}
          onKeyDown={(happening) => {
            if (happening.key === "Enter") finish(happening.currentTarget.value);
            if (happening.key === "Escape") {
              happening.stopPropagation();
              setRenaming(false);
            }
          }}
          onBlur={(happening) => {
            finish(happening.currentTarget.value);
          }}
        />
      </li>
    );
  }
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
          {(close) => <Actions filter={filter} close={close} rename={() => { setRenaming(true); }} />}
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
