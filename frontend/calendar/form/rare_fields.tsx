/** Privacy, busy and owner: folded, with their values shown. */

import { colleague } from "../boot";
import { t } from "../messages";
import { FieldErrors, type Errors } from "./field_errors";
import { OwnerSelect } from "./owner_select";
import type { EventForm } from "./values";

interface Props {
  form: EventForm;
  change: (next: EventForm) => void;
  errors: Errors;
  isNew: boolean;
}

export function RareFields({ form, change, errors, isNew }: Props) {
  const owner = colleague(form.ownerId);
  const values = [
    form.privacy === "private" ? t.private : t.normal,
    form.busy ? t.busy : t.free,
    owner?.is_me && isNew ? t.me : (owner?.name ?? ""),
  ];
  return (
    <details class="rare" open={Boolean(errors["owner_id"])}>
      <summary class="rare__summary">
        <span>{t.rarely}</span>
        <span class="soft">{values.join(" · ")}</span>
      </summary>
      <div class="stack rare__body">
        <div class="field">
          <label class="field__label" for="event-privacy">{t.privacy}</label>
          <select
            id="event-privacy"
            class="input"
            value={form.privacy}
            onChange={(happening) => {
              change({ ...form, privacy: happening.currentTarget.value as EventForm["privacy"] });
            }}
          >
            <option value="normal">{t.normal}</option>
            <option value="private">{t.privateLong}</option>
          </select>
        </div>
        <div class="field">
          <label class="field__label" for="event-busy">{t.showAs}</label>
          <select
            id="event-busy"
            class="input"
            value={form.busy ? "busy" : "free"}
            onChange={(happening) => {
              change({ ...form, busy: happening.currentTarget.value === "busy" });
            }}
          >
            <option value="busy">{t.busy}</option>
            <option value="free">{t.free}</option>
          </select>
        </div>
        <div class="field">
          <label class="field__label" for="event-owner">{t.owner}</label>
          <OwnerSelect id="event-owner" owner={form.ownerId} choose={(ownerId) => { change({ ...form, ownerId }); }} />
          <FieldErrors of={errors["owner_id"]} />
        </div>
      </div>
    </details>
  );
}
