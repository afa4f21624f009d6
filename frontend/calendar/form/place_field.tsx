/** Where: the account's address, or another one that replaces it. */

import { useState } from "preact/hooks";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { Combobox } from "./combobox";
import { FieldErrors } from "./field_errors";
import { coordinatesIn, places } from "./searches";
import type { EventForm } from "./values";

interface Props {
  form: EventForm;
  change: (next: EventForm) => void;
  errors: readonly string[] | undefined;
}

export function PlaceField({ form, change, errors }: Props) {
  const [open, setOpen] = useState(form.other !== null);
  const { other } = form;
  const setAddress = (address: string): void => {
    const point = coordinatesIn(address) ?? { latitude: other?.latitude ?? null, longitude: other?.longitude ?? null };
    change({ ...form, other: address ? { address, ...point } : null });
  };
  return (
    <div class="field">
      <span class="field__label">{t.place}</span>
      <div class="row">
        <span class="soft">{form.account ? `${t.accountAddress}${form.account.city ? `, ${form.account.city}` : ""}` : t.noAddress}</span>
        <button
          type="button"
          class="button button--quiet"
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
            if (open) change({ ...form, other: null });
          }}
        >
          <Icon name={open ? "close" : "pin"} small /> {open ? fill(t.remove, { name: t.otherAddress.toLowerCase() }) : t.otherAddress}
        </button>
      </div>
      {open ? (
        <div class="stack stack--tight">
          <input
            class="input"
            aria-label={t.address}
            placeholder={t.address}
            aria-invalid={Boolean(errors)}
            value={other?.address ?? ""}
            onInput={(happening) => {
              setAddress(happening.currentTarget.value);
            }}
          />
          <Combobox
            label={t.searchPlace}
            placeholder={t.searchPlace}
            search={places}
            onPick={(place) => {
              // A street that was typed stays; the town gives its position.
              const address = other?.address && !other.address.includes(place.address) ? `${other.address}, ${place.address}` : place.address;
              change({ ...form, other: { ...place, address } });
            }}
          />
          {other?.latitude != null && other.longitude != null ? (
            <span class="soft small">
              <Icon name="pin" small /> {other.latitude.toFixed(4)}, {other.longitude.toFixed(4)}
            </span>
          ) : null}
        </div>
      ) : null}
      <FieldErrors of={errors} />
    </div>
  );
}
