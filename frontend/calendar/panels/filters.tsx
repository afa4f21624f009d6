/** One line of chips: whose events, of which account, opportunity and type, in which zone. */

import type { AccountRef, Named } from "../api/shapes";
import { boot, colleague } from "../boot";
import { Combobox } from "../form/combobox";
import type { Option } from "../form/option_search";
import { accounts, opportunitiesOf, usersMatching, zonesFor } from "../form/searches";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { useCell } from "../state/cell";
import { go, teamShown, view, type View } from "../state/view";
import { asDate } from "../time/dates";
import { offsetName } from "../time/phrases";
import { cityOf } from "../time/zones";
import { Dropdown } from "./dropdown";
import { rememberName, useName } from "./names";
import { SaveFilter } from "./saved_filters";

export function ownerName(id: string): string {
  if (id === "me" || id === boot.me.id) return t.me;
  if (id === "team") return t.myTeam;
  if (id === "everyone") return t.everyone;
  return colleague(id)?.name ?? id;
}

/** All of them, as long as it may be. */
export function ownersNamed(state: View): string {
  const owners = state.view === "team" ? teamShown(state) : state.owners;
  return owners.map(ownerName).join(", ");
}

function ownersText(owners: readonly string[]): string {
  const names = owners.map(ownerName);
  if (names.length <= 2) return names.join(", ");
  return fill(t.ownersMore, { name: names[0] ?? "", count: names.length - 1 });
}

export function toggleOwner(id: string): void {
  const { owners } = view.value;
  if (id === "everyone") {
    go({ owners: owners.includes("everyone") ? ["me"] : ["everyone"] });
    return;
  }
  const others = owners.filter((one) => one !== id && one !== "everyone");
  const next = owners.includes(id) ? others : [...others, id];
  go({ owners: next.length ? next : ["me"] });
}

/** "Me", "my team", "everyone", then each colleague whose calendar is readable. */
export function OwnerChoice({ inline }: { inline: boolean }) {
  const { owners } = useCell(view);
  const listed = ["me", "team", "everyone", ...owners.filter((id) => !["me", "team", "everyone"].includes(id))];
  return (
    <div class="stack stack--tight">
      <Combobox label={t.searchPeople} placeholder={t.searchPeople} eager inline={inline} search={usersMatching} onPick={toggleOwner} />
      <ul class="choice-list">
        {listed.map((id) => (
          <li key={id}>
            <label class="check choice-list__item">
              <input
                type="checkbox"
                checked={owners.includes(id)}
                onChange={() => {
                  toggleOwner(id);
                }}
              />
              <span>{ownerName(id)}</span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface PickChipProps<T> {
  label: string;
  value: string;
  placeholder: string;
  search: (text: string, signal: AbortSignal) => Promise<Option<T>[]>;
  eager?: boolean;
  onPick: (value: T) => void;
  onClear: () => void;
}

function PickChip<T>({ label, value, placeholder, search, eager = false, onPick, onClear }: PickChipProps<T>) {
  return (
    <span class={value ? "chip chip--on filter-chip" : "chip filter-chip"}>
      <Dropdown class="filter-chip__button" name={value ? fill(t.labelled, { label, value }) : label} label={<><span class="chip__text">{value || label}</span><Icon name="down" small /></>}>
        {(close) => (
          <Combobox
            label={label}
            placeholder={placeholder}
            search={search}
            eager={eager}
            focus
            inline
            onPick={(one) => {
              onPick(one);
              close();
            }}
          />
        )}
      </Dropdown>
      {value ? (
        <button type="button" class="chip__remove" aria-label={fill(t.remove, { name: value })} onClick={onClear}>
          <Icon name="close" small />
        </button>
      ) : null}
    </span>
  );
}

function TypeChoice({ state }: { state: View }) {
  return (
    <ul class="choice-list">
      {boot.activity_types
        .filter((type) => type.active || state.types.includes(type.id))
        .map((type) => (
          <li key={type.id}>
            <label class="check choice-list__item">
              <input
                type="checkbox"
                checked={state.types.includes(type.id)}
                onChange={() => {
                  const others = state.types.filter((id) => id !== type.id);
                  go({ types: state.types.includes(type.id) ? others : [...others, type.id] });
                }}
              />
              <span class={`dot type-${type.colour}`} />
              <span>{type.name}</span>
            </label>
          </li>
        ))}
    </ul>
  );
}

function typesText(ids: readonly string[]): string {
  const names = ids.map((id) => boot.activity_types.find((type) => type.id === id)?.name ?? "?");
  return names.length <= 2 ? names.join(", ") : fill(t.ownersMore, { name: names[0] ?? "", count: names.length - 1 });
}

export function OwnersDropdown() {
  const { owners } = useCell(view);
  return (
    <Dropdown
      id="filter-owners"
      class={owners.join() === "me" ? "chip filter-chip--plain" : "chip chip--on filter-chip--plain"}
      name={fill(t.labelled, { label: t.owners, value: owners.map(ownerName).join(", ") })}
      label={<><Icon name="people" small /><span class="chip__text">{ownersText(owners)}</span><Icon name="down" small /></>}
    >
      {() => <OwnerChoice inline />}
    </Dropdown>
  );
}

export function FilterChips() {
  const state = useCell(view);
  const account = useName("account", state.account);
  const opportunity = useName("opportunity", state.opportunity);
  const types = typesText(state.types);
  const instant = asDate(state.date).getTime();
  const filtered = state.owners.join() !== "me" || state.account || state.opportunity || state.types.length;
  return (
    <>
      <OwnersDropdown />
      <PickChip<AccountRef>
        label={t.account}
        value={account}
        placeholder={t.searchAccount}
        search={accounts}
        onPick={({ id, name }) => {
          rememberName(id, name);
          go({ account: id });
        }}
        onClear={() => {
          go({ account: null });
        }}
      />
      <PickChip<Named>
        label={t.opportunity}
        value={opportunity}
        placeholder={t.searchOpportunity}
        search={opportunitiesOf(state.account)}
        eager={state.account !== null}
        onPick={({ id, name }) => {
          rememberName(id, name);
          go({ opportunity: id });
        }}
        onClear={() => {
          go({ opportunity: null });
        }}
      />
      <span class={types ? "chip chip--on filter-chip" : "chip filter-chip"}>
        <Dropdown class="filter-chip__button" name={types ? fill(t.labelled, { label: t.activityType, value: types }) : t.activityType} label={<><span class="chip__text">{types || t.activityType}</span><Icon name="down" small /></>}>
          {() => <TypeChoice state={state} />}
        </Dropdown>
        {types ? (
          <button type="button" class="chip__remove" aria-label={fill(t.remove, { name: types })} onClick={() => { go({ types: [] }); }}>
            <Icon name="close" small />
          </button>
        ) : null}
      </span>
      <PickChip<string>
        label={t.timeZone}
        value={state.zone === boot.me.time_zone ? "" : `${cityOf(state.zone)} (${offsetName(state.zone, instant)})`}
        placeholder={t.searchZone}
        search={zonesFor(instant)}
        eager
        onPick={(zone) => {
          go({ zone });
        }}
        onClear={() => {
          go({ zone: boot.me.time_zone });
        }}
      />
      {filtered ? (
        <button type="button" class="button button--quiet filter-line__clear" onClick={() => { go({ owners: ["me"], account: null, opportunity: null, types: [] }); }}>
          {t.clearFilters}
        </button>
      ) : null}
    </>
  );
}

export function FilterLine() {
  return (
    <div class="filter-line wide-only" role="group" aria-label={t.filters}>
      <FilterChips />
      <span class="grow" />
      <SaveFilter />
    </div>
  );
}

/** Said for as long as another zone than one's own is shown. */
export function ZoneNotice() {
  const { zone, date } = useCell(view);
  if (zone === boot.me.time_zone) return null;
  return (
    <p class="zone-notice" role="status">
      <Icon name="globe" small />
      <span>{fill(t.shownIn, { city: cityOf(zone), offset: offsetName(zone, asDate(date).getTime()) })}</span>
      <button type="button" class="button button--link" onClick={() => { go({ zone: boot.me.time_zone }); }}>
        {t.backToMyZone}
      </button>
    </p>
  );
}
