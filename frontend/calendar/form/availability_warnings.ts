/** What a write books twice, as the API tells it, in words. */

import type { Named } from "../api/shapes";
import { fill, t } from "../messages";

interface Clash {
  subject: string;
  hidden: boolean;
}

export interface Warning {
  code: string;
  user: Named;
  count: number;
  clashes: Clash[];
}

function sentence({ user, count, clashes }: Warning): string {
  const first = clashes[0];
  if (!first || first.hidden) return fill(count > 1 ? t.alsoBusyMore : t.busyThen, { names: user.name, count });
  return fill(count > 1 ? t.alsoHasMore : t.alsoHas, { name: user.name, subject: first.subject, count: count - 1 });
}

/** One sentence a person; null when nobody is booked twice. */
export function doubleBookingText(answer: { warnings?: Warning[] }): string | null {
  const found = (answer.warnings ?? []).filter((one) => one.code === "double_booked");
  return found.length ? found.map(sentence).join(" ") : null;
}
