import { messages } from "./messages";
import { toast } from "./toasts";

/** A button `data-copy="id"` copies the text of that element. */
export function startCopy(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    const source = button && document.getElementById(button.dataset["copy"] ?? "");
    if (!source) return;
    const text = source instanceof HTMLInputElement ? source.value : source.innerText;
    navigator.clipboard.writeText(text.trim()).then(
      () => toast({ text: messages.copied }),
      () => toast({ text: messages.copyFailed, kind: "wrong" }),
    );
  });
}
