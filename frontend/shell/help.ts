import { openDialog } from "./dialogs";
import { element } from "./element";
import { icon } from "./icon";
import { messages } from "./messages";
import { isModalOpen, isTyping } from "./typing";

export interface Shortcut {
  keys: string[];
  text: string;
}

const sections: { title: string; shortcuts: Shortcut[] }[] = [
  {
    title: messages.everywhere,
    shortcuts: [
      { keys: ["/"], text: messages.helpSearch },
      { keys: ["?"], text: messages.helpHelp },
      { keys: ["Esc"], text: messages.helpEscape },
    ],
  },
];

/** A page's own shortcuts, shown first in the sheet that `?` opens. */
export function describeShortcuts(title: string, shortcuts: Shortcut[]): void {
  sections.unshift({ title, shortcuts });
}

function draw(): HTMLDialogElement {
  const title = element("h2", { class: "dialog__title", id: "help-title" }, messages.helpTitle);
  const close = element(
    "button",
    { class: "button button--quiet button--icon", type: "button", "aria-label": messages.close, "data-close": "" },
    icon("close"),
  );
  const body = element("div", { class: "dialog__body" });
  for (const section of sections) {
    const facts = element("dl", { class: "facts" });
    for (const { keys, text } of section.shortcuts) {
      const names = keys.flatMap((key) => [element("kbd", {}, key), " "]);
      facts.append(element("dt", {}, ...names), element("dd", {}, text));
    }
    body.append(element("section", { class: "stack stack--tight" }, element("h3", {}, section.title), facts));
  }
  const head = element("div", { class: "dialog__head" }, title, close);
  return element("dialog", { class: "dialog", "aria-labelledby": "help-title" }, head, body);
}

export function showHelp(): void {
  const dialog = draw();
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  openDialog(dialog);
}

export function startHelp(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || isTyping(event) || isModalOpen()) return;
    event.preventDefault();
    showHelp();
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-help]")) showHelp();
  });
}
