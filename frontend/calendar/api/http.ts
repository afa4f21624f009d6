/** One door to the API: session, CSRF, versions, and refusals as errors that say what to do. */

import { csrfToken } from "../../shell/csrf";

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: Record<string, string[]>,
    readonly current: unknown,
    readonly choices: string[],
  ) {
    super(detail);
  }
}

/** No answer at all: no network, or the server is down. */
export class Unreachable extends Error {}

export interface Sending {
  body?: unknown;
  /** The version that the change was made on: If-Match. */
  version?: number;
  /** The same key sends the same thing once, however often it is tried. */
  key?: string;
  signal?: AbortSignal;
  /** Sent as it is, instead of a body. */
  file?: File;
}

const ROOT = "/api/v1";

function headersOf(method: string, sending: Sending): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (sending.body !== undefined) headers["Content-Type"] = "application/json";
  if (sending.file) headers["Content-Type"] = "text/calendar";
  if (sending.version !== undefined) headers["If-Match"] = `"${String(sending.version)}"`;
  if (sending.key) headers["Idempotency-Key"] = sending.key;
  return headers;
}

async function answerOf(method: string, path: string, sending: Sending): Promise<Response> {
  try {
    return await fetch(ROOT + path, {
      method,
      headers: headersOf(method, sending),
      credentials: "same-origin",
      body: sending.file ?? (sending.body === undefined ? null : JSON.stringify(sending.body)),
      signal: sending.signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable();
  }
}

interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  fields?: Record<string, string[]>;
  current?: unknown;
  choices?: string[] | Record<string, string[]>;
}

async function refusalOf(response: Response): Promise<Refused> {
  let problem: Problem = {};
  try {
    problem = (await response.json()) as Problem;
  } catch {
    // A proxy's own error page carries no JSON; the status says enough.
  }
  const choices = Array.isArray(problem.choices) ? problem.choices : Object.values(problem.choices ?? {}).flat();
  return new Refused(
    response.status,
    problem.code ?? `http_${String(response.status)}`,
    problem.detail ?? problem.title ?? "",
    problem.fields ?? {},
    problem.current,
    choices,
  );
}

export async function call<T>(method: string, path: string, sending: Sending = {}): Promise<T> {
  return (await answered<T>(method, path, sending)).value;
}

/** The answer as it came, unless it refuses. */
export async function send(method: string, path: string, sending: Sending = {}): Promise<Response> {
  const response = await answerOf(method, path, sending);
  if (!response.ok) throw await refusalOf(response);
  return response;
}

/** With the headers of the answer. */
export async function answered<T>(method: string, path: string, sending: Sending): Promise<{ value: T; headers: Headers }> {
  const response = await send(method, path, sending);
  const { headers } = response;
  const empty = response.status === 204 || headers.get("Content-Length") === "0";
  return { value: empty ? (undefined as T) : ((await response.json()) as T), headers };
}

export function query(values: Record<string, string | number | readonly string[] | null | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === "") continue;
    if (typeof value === "string" || typeof value === "number") parameters.append(name, String(value));
    else for (const one of value) parameters.append(name, one);
  }
  const text = parameters.toString();
  return text ? `?${text}` : "";
}

export function newKey(): string {
  return crypto.randomUUID();
}

