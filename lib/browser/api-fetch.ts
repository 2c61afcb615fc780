import type { z } from "zod";
import { isProblemDocument, ProblemError } from "./problem-error.ts";

interface ApiFetchOptions<T extends z.ZodType> {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** What the answer must be; without it the answer's body is not read. */
  schema?: T;
  signal?: AbortSignal;
  /** Called with the headers of an answer that is a success. */
  onHeaders?: (headers: Headers) => void;
}

/**
 * Calls our own API from the console and answers what the schema makes of it (`undefined` without one).
 * Throws `ProblemError` for every answer that is not a success, and when no answer comes.
 */
export async function apiFetch<T extends z.ZodType = z.ZodUndefined>(
  path: `/${string}`,
  { method = "GET", body, schema, signal, onHeaders }: ApiFetchOptions<T> = {},
): Promise<z.output<T>> {
  const response = await send(path, {
    method,
    signal,
    body: body === undefined ? undefined : JSON.stringify(body),
    // The second header cannot be sent by another origin without our leave: the same-origin proof (D-18, S-01).
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-Mooring-Request": "1" },
    credentials: "same-origin",
    redirect: "error",
    cache: "no-store",
  });
  if (!response.ok) throw await toProblem(response);
  onHeaders?.(response.headers);
  if (!schema) return undefined as z.output<T>;
  return schema.parse(await response.json());
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ProblemError({
      code: "unavailable",
      status: 503,
      title: "Mooring could not be reached",
      detail:
        "The request did not arrive, or its answer did not come back. Check your connection and try again.",
    });
  }
}

async function toProblem(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblemDocument(body)) return new ProblemError(body);
  return new ProblemError({
    code: "internal",
    status: response.status,
    title: "The answer makes no sense",
    detail: `The server answered ${response.status} without saying why.`,
    requestId: response.headers.get("x-request-id") ?? undefined,
  });
}
