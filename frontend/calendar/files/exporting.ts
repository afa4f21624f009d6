/** The calendars that are shown, as a file for other programs. */

import { Unreachable } from "../api/http";
import { fill, t } from "../messages";
import { say } from "../state/toasts";
import { view } from "../state/view";
import { giveOut } from "./calls";
import { words } from "./messages";
import { wantedOf } from "./wanted";

export async function exportCalendar(whole: boolean): Promise<void> {
  try {
    const { name, content } = await giveOut(wantedOf(view.value, whole));
    save(name, content);
    say(fill(words.exported, { name }));
  } catch (error) {
    const why = error instanceof Unreachable ? t.unreachable : error instanceof Error ? error.message : "";
    say(fill(words.exportFailed, { why }), "wrong");
  }
}

function save(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Not at once: the browser may not have begun to take it.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
