/** Whether a key belongs to what is being typed, or to the browser, and so is no shortcut of ours. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("textarea, select, [role=combobox], [role=textbox]")) return true;
  const input = target.closest("input");
  return input !== null && !["checkbox", "radio", "button", "submit"].includes(input.type);
}

/** Whether something modal is open: keys belong to it then. */
export function isModalOpen(): boolean {
  return document.querySelector("dialog:modal") !== null;
}
