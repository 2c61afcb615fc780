import { invalidInput } from "#lib/core/errors.ts";

/**
 * The JSON form's body as a value, not yet judged. Throws invalid-input for another media type, bytes that are not
 * UTF-8, or text that is not JSON.
 */
export function parseForwardJson(contentType: string | undefined, bytes: Uint8Array | null): unknown {
  if (contentType?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    throw invalidInput("", "Send `Content-Type: application/json`, or use the path form for other bodies.");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes ?? new Uint8Array()));
  } catch {
    throw invalidInput("", "The body is not valid JSON in UTF-8.");
  }
}
