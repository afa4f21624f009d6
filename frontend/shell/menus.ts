/** Menus: a button `data-menu="id"` opens the `.menu` with that id, a popover. Arrow keys, Home, End, letters, Escape. */

const ITEMS = "a[href], button:not(:disabled), [tabindex='0']";
const GAP = 4;

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(ITEMS)].filter((item) => item.offsetParent !== null || item.getClientRects().length > 0);
}

/** Put a popover beside what opened it, inside the window. */
export function placeBeside(panel: HTMLElement, anchor: DOMRect): void {
  const { width, height } = panel.getBoundingClientRect();
  const left = Math.min(anchor.left, window.innerWidth - width - 8);
  const below = anchor.bottom + GAP;
  const top = below + height <= window.innerHeight - 8 ? below : Math.max(8, anchor.top - GAP - height);
  panel.style.left = `${Math.max(8, left)}px`;
  panel.style.top = `${top}px`;
}

function open(button: HTMLElement, menu: HTMLElement): void {
  menu.showPopover();
  placeBeside(menu, button.getBoundingClientRect());
  button.setAttribute("aria-expanded", "true");
  items(menu)[0]?.focus();
}

function connect(button: HTMLElement): HTMLElement | null {
  const menu = document.getElementById(button.dataset["menu"] ?? "");
  if (!menu || button.hasAttribute("aria-controls")) return menu;
  // The browser's own way to open it, for pages without scripts, would open it twice.
  button.removeAttribute("popovertarget");
  button.setAttribute("aria-controls", menu.id);
  button.setAttribute("aria-expanded", "false");
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState !== "closed") return;
    button.setAttribute("aria-expanded", "false");
    if (menu.contains(document.activeElement) || document.activeElement === document.body) button.focus();
  });
  menu.addEventListener("keydown", (event) => moveWithin(menu, event));
  return menu;
}

function moveWithin(menu: HTMLElement, event: KeyboardEvent): void {
  const all = items(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const last = all.length - 1;
  let next: number | undefined;
  if (event.key === "ArrowDown") next = at === last ? 0 : at + 1;
  else if (event.key === "ArrowUp") next = at <= 0 ? last : at - 1;
  else if (event.key === "Home") next = 0;
  else if (event.key === "End") next = last;
  else if (event.key === "Tab") return menu.hidePopover();
  else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey) {
    const starts = (item: HTMLElement): boolean => item.innerText.trim().toLowerCase().startsWith(event.key.toLowerCase());
    const found = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(starts);
    next = found && all.indexOf(found);
  }
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  all[next]?.focus();
}

export function startMenus(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-menu]")) connect(button);
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const button = target.closest<HTMLElement>("[data-menu]");
    if (button) {
      const menu = connect(button);
      if (!menu) return;
      if (menu.matches(":popover-open")) menu.hidePopover();
      else open(button, menu);
      return;
    }
    const menu = target.closest<HTMLElement>(".menu:popover-open");
    if (menu && target.closest(".menu__item:not([role=menuitemcheckbox], [role=menuitemradio])")) menu.hidePopover();
  });
  // A light-dismiss popover closes on pointerdown; without this the click that follows would open it again.
  document.addEventListener("pointerdown", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-menu][aria-expanded=true]");
    if (!button) return;
    const swallow = (click: Event): void => {
      click.stopPropagation();
      click.preventDefault();
    };
    button.addEventListener("click", swallow, { once: true, capture: true });
    window.setTimeout(() => button.removeEventListener("click", swallow, { capture: true }), 600);
  });
}
