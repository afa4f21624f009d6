const YEAR = 365 * 24 * 3600;

/** Radio buttons `data-theme-choice` with light, dark or "": kept on this device, shown at once. */
export function startTheme(): void {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.closest("[data-theme-choice]")) return;
    const chosen = input.value === "light" || input.value === "dark" ? input.value : "";
    const secure = window.location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `tournee_theme=${chosen}; Path=/; Max-Age=${chosen ? YEAR : 0}; SameSite=Lax${secure}`;
    if (chosen) document.documentElement.dataset["theme"] = chosen;
    else delete document.documentElement.dataset["theme"];
  });
}
