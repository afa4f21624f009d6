import { isModalOpen, isTyping } from "./typing";

/** `/` goes to the search box from anywhere; Escape leaves it. */
export function startSearch(): void {
  const box = document.querySelector<HTMLInputElement>("[data-search]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || isTyping(event) || isModalOpen()) return;
    event.preventDefault();
    if (box && box.offsetParent !== null) {
      box.focus();
      box.select();
    } else if (box) window.location.assign("/search/");
  });
  box?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.blur();
  });
}
