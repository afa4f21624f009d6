/** Said as soon as the owner is known to be taken at that time. */

import { boot, colleague } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { wallAt } from "../time/zones";
import type { Busy } from "./double_booking";
import type { EventForm } from "./values";

export function BusyNotice({ form, busy }: { form: EventForm; busy: Busy }) {
  const taken = busy.get(form.ownerId);
  if (!taken) return null;
  const name = colleague(form.ownerId)?.name ?? "";
  const time = wallAt(Date.parse(taken.end), form.zone).slice(11);
  return (
    <p class="notice notice--late" role="status">
      <Icon name="warning" />
      <span>
        {fill(taken.hidden ? t.busyHidden : t.busyUntil, { name, subject: taken.subject, time })}
        {boot.double_booking === "refuse" ? ` ${t.refusedDouble}` : ""}
      </span>
    </p>
  );
}
