import { openDialog } from "./dialogs";
import { element } from "./element";
import { messages } from "./messages";

/** Whoever gets a 401 dispatches this on `document`: the page stays, and says how to go on. */
export const SIGNED_OUT = "tournee:signed-out";

let shown: HTMLDialogElement | undefined;

async function signedIn(): Promise<boolean> {
  const answer = await fetch("/api/v1/me", { headers: { Accept: "application/json" } });
  return answer.ok;
}

function show(): void {
  if (shown?.open || !document.body.dataset["member"]) return;
  const link = element(
    "a",
    { class: "button button--primary", href: "/sign-in/login/?next=/", target: "_blank", rel: "opener" },
    messages.signIn,
  );
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "signed-out-title" },
    element(
      "div",
      { class: "dialog__head" },
      element("h2", { class: "dialog__title", id: "signed-out-title" }, messages.signedOutTitle),
    ),
    element("div", { class: "dialog__body" }, element("p", {}, messages.signedOutText)),
    element("div", { class: "dialog__foot" }, link),
  );
  shown = dialog;
  document.body.append(dialog);
  openDialog(dialog);
}

async function resume(): Promise<void> {
  if (!shown?.open || document.visibilityState !== "visible") return;
  if (!(await signedIn().catch(() => false))) return;
  shown.close();
  shown.remove();
  document.dispatchEvent(new CustomEvent("tournee:resync"));
}

/** Ask whether the session still lives; used where an error does not say why. */
export async function checkSession(): Promise<void> {
  const answer = await fetch("/api/v1/me", { headers: { Accept: "application/json" } });
  if (answer.status === 401) document.dispatchEvent(new CustomEvent(SIGNED_OUT));
}

export function startSession(): void {
  document.addEventListener(SIGNED_OUT, show);
  document.addEventListener("visibilitychange", () => void resume());
  window.addEventListener("focus", () => void resume());
}
