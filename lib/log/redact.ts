import { describeError } from "./describe-error.ts";
import { redactText } from "./redact-text.ts";

const REDACTED = "[redacted]";
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;

const secretName =
  /secret|token|passw|passphrase|authorization|cookie|api_?key$|private_?key|sealing|session_?key|verifier|challenge|assertion|credential|setup_?code|^state$|sealed$|hash$/i;

// Facts about a secret that are none themselves.
const factName =
  /(version|type|uri|url|endpoint|expires(at|in)|expiry|count|requests|requestsmax|id|name|ms|method|authentication)$/i;

/**
 * The one redactor: a copy of any value that is safe to log. Values go by the name of their field, by their
 * class (`Secret`, bytes, errors) and by their looks; a cycle or a deep structure is cut.
 */
export function redact(value: unknown, depth = 0, seen: readonly unknown[] = []): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return describeError(value);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH || seen.includes(value)) return "[cut]";
  const path = [...seen, value];
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1, path));
  if (value instanceof URL) return redactText(value.href);
  if (hasToJson(value)) return redact(value.toJSON(), depth + 1, path);
  const entries =
    value instanceof Map || value instanceof Headers ? [...value.entries()] : Object.entries(value);
  return Object.fromEntries(
    entries.slice(0, MAX_ITEMS).map(([name, item]) => redactField(String(name), item, depth, path)),
  );
}

function redactField(
  name: string,
  value: unknown,
  depth: number,
  path: readonly unknown[],
): [string, unknown] {
  if (isSecretField(name, value)) return [name, REDACTED];
  return [name, redact(value, depth + 1, path)];
}

function isSecretField(name: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === "boolean" || typeof value === "number")
    return false;
  if (name === "code") return !isErrorCode(value);
  return secretName.test(name) && !factName.test(name);
}

// `code` is an error's name here and an authorization code there.
function isErrorCode(value: unknown): boolean {
  return (
    typeof value === "string" &&
    /^([A-Z][A-Z0-9_]{1,40}|[a-z]{2,20}(-[a-z]{1,20}){0,4}|[0-9A-Z]{5}|\d{3})$/.test(value)
  );
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}
