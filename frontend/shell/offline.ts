import { element } from "./element";
import { icon } from "./icon";
import { messages } from "./messages";

let banner: HTMLElement | undefined;

function show(): void {
  banner ??= element("div", { class: "banner no-print", role: "status" }, icon("offline"), messages.offline);
  document.querySelector("#main")?.before(banner);
}

/** A line at the top for as long as there is no network. */
export function startOffline(): void {
  window.addEventListener("offline", show);
  window.addEventListener("online", () => {
    banner?.remove();
    document.dispatchEvent(new CustomEvent("tournee:resync"));
  });
  if (!navigator.onLine) show();
}
