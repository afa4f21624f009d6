import htmx from "htmx.org";
import type { Change } from "./live";
import { toast } from "./toasts";

/** Said on the panel when it has to be read anew. */
const CHANGED = "notices:changed";

/*
 * The panel under the bell is the server's: it is read when the page has come, and again when this person hears of a
 * notice. One that is new is also said aloud, as a toast.
 */
export function startNotices(): void {
  const bell = document.querySelector<HTMLElement>("[data-bell]");
  const panel = document.getElementById("notices-panel");
  if (!bell || !panel) return;
  let fresh = false;
  document.addEventListener("tournee:change", (event) => {
    const change = (event as CustomEvent<Change>).detail;
    if (change.subject_type !== "notice") return;
    fresh ||= change.kind === "notice.created";
    htmx.trigger(panel, CHANGED);
  });
  document.addEventListener("tournee:resync", () => htmx.trigger(panel, CHANGED));
  new MutationObserver(() => {
    const list = panel.querySelector<HTMLElement>(".notices");
    if (!list) return;
    count(bell, Number(list.dataset["unread"] ?? "0"));
    if (fresh && list.dataset["newest"]) toast({ text: list.dataset["newest"], seconds: 10 });
    fresh = false;
  }).observe(panel, { childList: true });
}

function count(bell: HTMLElement, unread: number): void {
  const badge = bell.querySelector<HTMLElement>(".badge");
  if (!badge) return;
  badge.hidden = unread === 0;
  badge.textContent = unread > 99 ? "99+" : String(unread);
}
