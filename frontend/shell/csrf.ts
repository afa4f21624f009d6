/** The token that every write carries in X-CSRFToken; read anew each time, as signing in changes it. */
export function csrfToken(): string {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("tournee_csrf="));
  return cookie?.slice("tournee_csrf=".length) ?? "";
}
