import type { ConnectionData, Parameters } from "#lib/core/provider.ts";

/** The facts of a connection that can fill a template: texts and numbers. */
export function textsOf(data: ConnectionData): Parameters {
  const texts: Parameters = {};
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === "string" && value !== "") texts[name] = value;
    if (typeof value === "number" && Number.isFinite(value)) texts[name] = String(value);
  }
  return texts;
}
