import { isRecord, readPath } from "#lib/core/json-path.ts";
import type { ConnectionData, Parameters, Provider } from "#lib/core/provider.ts";
import type { TokenAnswer } from "#lib/core/provider-steps.ts";
import { isStorable } from "#lib/core/storable.ts";

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
  const facts = kept.map((name) => [name, params[name]?.slice(0, MAX_FACT_LENGTH)]);
  return Object.fromEntries(facts.filter(([, value]) => isStorable(value)));
}

/** Whether a value is worth keeping, can be kept, and holds none of the secrets. */
export function isFact(value: unknown, secrets: readonly string[]): boolean {
  if (value === undefined || value === null || value === "" || !isStorable(value)) return false;
  const text = JSON.stringify(value);
  const spellings = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  return text.length <= MAX_FACT_LENGTH && !spellings.some((spelling) => text.includes(spelling));
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
