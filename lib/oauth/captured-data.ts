import { isRecord, readPath } from "#lib/core/json-path.ts";
import type { ConnectionData, Parameters, Provider } from "#lib/core/provider.ts";
import type { TokenAnswer } from "#lib/core/provider-steps.ts";

const MAX_FACT_LENGTH = 4_096;

/**
 * The facts of a token answer that the offering lists, in the shape in which they came. Nothing that holds one of
 * `secrets` is kept, for a connection's data is readable.
 */
export function captureFacts(
  answer: TokenAnswer,
  { tokenAnswer }: Provider,
  secrets: readonly string[],
): ConnectionData {
  const data: ConnectionData = {};
  for (const path of tokenAnswer.capture) {
    const value = readPath(answer, path);
    if (isFact(value, secrets)) setPath(data, path.split("."), value);
  }
  return data;
}

/** The facts that came with the authorization response and that the offering lists. */
export function captureCallback(params: Parameters, { callback }: Provider): ConnectionData {
  const kept = callback.capture.filter((name) => name !== "scope" && Object.hasOwn(params, name));
  return Object.fromEntries(kept.map((name) => [name, params[name]?.slice(0, MAX_FACT_LENGTH)]));
}

function isFact(value: unknown, secrets: readonly string[]): boolean {
  if (value === undefined || value === null || value === "") return false;
  const text = JSON.stringify(value);
  return text.length <= MAX_FACT_LENGTH && !secrets.some((secret) => text.includes(secret));
}

function setPath(target: ConnectionData, [key = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = isRecord(target[key]) ? target[key] : {};
  target[key] = inner;
  setPath(inner, rest, value);
}
