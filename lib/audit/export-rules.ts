import type { AuditExportQuery, ChainedAuditEvent } from "./contract.ts";
import { unsafeCharacters } from "./rules.ts";

/** How a format is written: what stands before the rows, each row, what parts two of them, what stands behind. */
interface Encoder {
  start: string;
  row: (event: ChainedAuditEvent) => string;
  between: string;
  end: string;
}

const columns: readonly (readonly [string, (event: ChainedAuditEvent) => string | number | null])[] = [
  ["time", (it) => it.createdAt],
  ["actor_kind", (it) => it.actor.kind],
  ["actor_id", (it) => it.actor.id],
  ["actor", (it) => it.actor.label],
  ["action", (it) => it.action],
  ["target_kind", (it) => it.target.kind],
  ["target_id", (it) => it.target.id],
  ["target", (it) => it.target.label],
  ["integration_id", (it) => it.integrationId],
  ["connection_id", (it) => it.connectionId],
  ["outcome", (it) => it.outcome],
  ["cause", (it) => it.cause],
  ["changes", (it) => (Object.keys(it.changes).length > 0 ? toLineJson(it.changes) : null)],
  ["address", (it) => it.ip],
  ["request_id", (it) => it.requestId],
  ["id", (it) => it.id],
  ["sequence", (it) => it.sequence],
  ["key_id", (it) => it.keyId],
  ["mac", (it) => it.mac],
];

const encoders: Record<AuditExportQuery["format"], Encoder> = {
  csv: {
    start: `${columns.map(([name]) => name).join(",")}\r\n`,
    row: (event) => `${columns.map(([, read]) => toCell(read(event))).join(",")}\r\n`,
    between: "",
    end: "",
  },
  json: { start: "[\n", row: toLineJson, between: ",\n", end: "\n]\n" },
  ndjson: { start: "", row: (event) => `${toLineJson(event)}\n`, between: "", end: "" },
};

export function encoderOf(format: AuditExportQuery["format"]): Encoder {
  return encoders[format];
}

/**
 * A cell of RFC 4180 that no spreadsheet takes for a formula: what begins like one, in whatever width its sign is written or
 * behind whatever space, gets an apostrophe in front (V-08). One event stays on one line.
 */
export function toCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = value.replace(unsafeCharacters, escapeCharacter);
  const safe =
    /^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/.test(text) || /^[\t\r\n]/.test(value) ? `'${text}` : text;
  return /[",']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// JSON on one line in which nothing hides: every reader gives the same value back.
function toLineJson(value: unknown): string {
  return JSON.stringify(value).replace(unsafeCharacters, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
