/** Calendar files on their way to the server and back. */

import { call, query, send } from "../api/http";
import type { Outcome } from "./outcome";
import type { Wanted } from "./wanted";

export function takeIn(file: File, owner: string, preview: boolean, signal?: AbortSignal): Promise<Outcome> {
  const path = `/calendar/import${query({ owner, preview: preview ? "true" : null })}`;
  return call<Outcome>("POST", path, { file, ...(signal && { signal }) });
}

export async function giveOut(wanted: Wanted): Promise<{ name: string; content: Blob }> {
  const response = await send("GET", `/calendar/export${query({ ...wanted })}`);
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { name: name ?? "calendar.ics", content: await response.blob() };
}
