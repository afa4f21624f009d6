/** Dialogs without code of a page's own: `data-dialog="id"` opens, `data-close` closes, `data-confirm="id"` on a form asks. */

/** Open a modal dialog; the focus goes to its first field, and back to where it was afterwards. */
export function openDialog(dialog: HTMLDialogElement): void {
  if (dialog.open) return;
  const before = document.activeElement;
  dialog.showModal();
  const first = dialog.querySelector<HTMLElement>("[autofocus], .dialog__body :is(input, select, textarea):not([type=hidden])");
  first?.focus();
  dialog.addEventListener("close", () => before instanceof HTMLElement && before.focus(), { once: true });
}

function dialogOf(id: string | undefined): HTMLDialogElement | null {
  const found = document.getElementById(id ?? "");
  return found instanceof HTMLDialogElement ? found : null;
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element;
  const opener = target.closest<HTMLElement>("[data-dialog]");
  if (opener) {
    const dialog = dialogOf(opener.dataset["dialog"]);
    if (dialog) openDialog(dialog);
    return;
  }
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  // The backdrop belongs to the dialog element itself.
  else if (target instanceof HTMLDialogElement && target.matches("dialog:modal") && outside(target, event)) target.close();
}

function outside(dialog: HTMLElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const dialog = dialogOf(form.dataset["confirm"]);
  if (!dialog || form.dataset["confirmed"]) return;
  event.preventDefault();
  openDialog(dialog);
  const yes = dialog.querySelector<HTMLElement>("[data-yes]");
  yes?.addEventListener(
    "click",
    () => {
      form.dataset["confirmed"] = "yes";
      dialog.close();
      form.requestSubmit(event.submitter);
    },
    { once: true },
  );
}

export function startDialogs(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[data-open]")) openDialog(dialog);
}
