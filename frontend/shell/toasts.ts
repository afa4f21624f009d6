import { element } from "./element";
import { icon } from "./icon";
import { messages } from "./messages";

export interface Toast {
  text: string;
  /** "wrong" stays until it is closed and interrupts a screen reader. */
  kind?: "done" | "wrong";
  action?: { label: string; run: () => void };
  seconds?: number;
}

const MOST = 3;

function place(): HTMLElement {
  const found = document.querySelector<HTMLElement>(".toasts");
  // A modal dialog makes everything outside it inert: the toasts move into it.
  const modal = [...document.querySelectorAll<HTMLElement>("dialog:modal")].at(-1) ?? document.body;
  const list = found ?? element("div", { class: "toasts", role: "region", "aria-live": "polite" });
  if (list.parentElement !== modal) modal.append(list);
  return list;
}

/** Say what was done, with a way back; gives back how to close it. */
export function toast({ text, kind = "done", action, seconds = action ? 8 : 5 }: Toast): () => void {
  const list = place();
  const wrong = kind === "wrong";
  const made = element("div", { class: `toast${wrong ? " toast--wrong" : ""}`, role: wrong ? "alert" : "status" });
  let timer = 0;
  const close = (): void => {
    window.clearTimeout(timer);
    made.remove();
  };
  const wait = (): void => {
    if (!wrong) timer = window.setTimeout(close, seconds * 1000);
  };
  made.append(element("span", { class: "toast__text" }, text));
  if (action) {
    const button = element("button", { class: "toast__action", type: "button" }, action.label);
    button.addEventListener("click", () => {
      close();
      action.run();
    });
    made.append(button);
  }
  const closing = element("button", { class: "toast__close", type: "button", "aria-label": messages.close }, icon("close"));
  closing.addEventListener("click", close);
  made.append(closing);
  // Whoever reads or tabs into it needs longer.
  for (const name of ["pointerenter", "focusin"]) made.addEventListener(name, () => window.clearTimeout(timer));
  for (const name of ["pointerleave", "focusout"]) made.addEventListener(name, wait);
  list.append(made);
  while (list.children.length > MOST) list.firstElementChild?.remove();
  wait();
  return close;
}

/** What the server said on the last page, as toasts; errors stay where they were drawn. */
export function showServerMessages(): void {
  for (const line of document.querySelectorAll<HTMLElement>("[data-messages] > [data-level]")) {
    const level = line.dataset["level"] ?? "";
    if (level === "error" || level === "warning") continue;
    const text = line.querySelector<HTMLElement>("[data-text]")?.innerText.trim() ?? "";
    const undo = line.querySelector("form");
    // The form goes on living, unseen, to be sent by the toast's button.
    line.hidden = true;
    toast({ text, ...(undo && { action: { label: messages.undo, run: () => undo.requestSubmit() } }) });
  }
}
