import htmx from "htmx.org";
import { csrfToken } from "./csrf";
import { messages } from "./messages";
import { SIGNED_OUT } from "./session";
import { toast } from "./toasts";

// 422 carries a form with its errors and is drawn; of the others, a toast says what to do.
htmx.config.noSwap = [204, 304, 400, 401, 403, 404, 405, 409, 412, 413, 429, "5xx" as unknown as number];

function explain(status: number): string | undefined {
  if (status === 403) return messages.notAllowed;
  if (status === 404) return messages.notFound;
  if (status === 429) return messages.tooMany;
  return status === 422 ? undefined : messages.serverFailed;
}

/** htmx: the CSRF header on every request, and words for what goes wrong. */
export function startServer(): void {
  document.addEventListener("htmx:config:request", (event) => {
    const request = (event as CustomEvent).detail.ctx.request as { headers: Record<string, string> };
    request.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:response:error", (event) => {
    const status = (event as CustomEvent).detail.ctx.response.status as number;
    if (status === 401) document.dispatchEvent(new CustomEvent(SIGNED_OUT));
    else {
      const text = explain(status);
      if (text) toast({ text, kind: "wrong" });
    }
  });
  document.addEventListener("htmx:error", (event) => {
    const { error, ctx } = (event as CustomEvent).detail as { error?: unknown; ctx?: unknown };
    if (ctx) toast({ text: messages.unreachable, kind: "wrong" });
    else console.error(error);
  });
}
