/** Before signing in, pages show times in the browser's zone; the server reads it from a cookie. */
export function noteZone(): void {
  if (document.body.dataset["member"]) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = `tournee_zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax`;
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-browser-zone]")) field.value ||= zone;
}
