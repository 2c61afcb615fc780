import { isProblemDocument, ProblemError } from "./problem-error.ts";

/** An answer as it came: for what is shown, not used. */
export interface RawAnswer {
  status: number;
  headers: [string, string][];
  contentType: string;
  body: Blob;
  totalMs: number;
}

/**
 * Sends JSON to our own API and gives the answer whole, whatever its status: the provider's through the gateway.
 * `isOurs` tells Mooring's own refusals apart; those are thrown as `ProblemError`.
 */
export async function rawFetch(
  path: `/${string}`,
  body: unknown,
  { isOurs, signal }: { isOurs: (headers: Headers) => boolean; signal?: AbortSignal },
): Promise<RawAnswer> {
  const startedAt = performance.now();
  const response = await fetch(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-Mooring-Request": "1" },
    credentials: "same-origin",
    redirect: "manual",
    cache: "no-store",
    signal,
  });
  const answer = await response.blob();
  const totalMs = performance.now() - startedAt;
  if (isOurs(response.headers)) throw await toProblem(response, answer);
  return {
    status: response.status,
    headers: [...response.headers],
    contentType: response.headers.get("content-type") ?? "",
    body: answer,
    totalMs,
  };
}

async function toProblem(response: Response, body: Blob): Promise<ProblemError> {
  const document: unknown = await new Response(body).json().catch(() => null);
  if (isProblemDocument(document)) return new ProblemError(document);
  return new ProblemError({ code: "internal", status: response.status, title: "The answer makes no sense" });
}
