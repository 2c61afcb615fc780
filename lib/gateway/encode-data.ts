import { invalidInput } from "#lib/core/errors.ts";
import type { GatewayMethod } from "./contract.ts";
import type { HeaderList } from "./request-headers.ts";

/** A body whose bytes are at hand, so that it can be sent a second time. */
export interface EncodedData {
  bytes: Uint8Array | null;
  /** The content type to add when the caller named none. */
  contentType: string | null;
}

/**
 * The JSON form's `data` as bytes: a text as it is, form fields when the caller's `Content-Type` is a form, else JSON.
 * Throws invalid-input at `/data`.
 */
export function encodeData(data: unknown, method: GatewayMethod, headers: HeaderList): EncodedData {
  if (data === undefined || data === null) return { bytes: null, contentType: null };
  if (method === "GET" || method === "HEAD")
    throw invalidInput("/data", `A ${method} request carries no body.`);
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1].toLowerCase() ?? "";
  if (typeof data === "string") return { bytes: utf8(data), contentType: "text/plain;charset=utf-8" };
  if (type.startsWith("application/x-www-form-urlencoded"))
    return { bytes: utf8(toForm(data)), contentType: null };
  return { bytes: utf8(toJson(data)), contentType: "application/json" };
}

function toForm(data: unknown): string {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(Object(data))) {
    for (const item of [value].flat()) {
      if (typeof item === "object" && item !== null)
        throw invalidInput(`/data/${name}`, "A form's fields are texts, numbers or lists of them.");
      fields.append(name, String(item ?? ""));
    }
  }
  return fields.toString();
}

function toJson(data: unknown): string {
  try {
    return JSON.stringify(data);
  } catch {
    throw invalidInput("/data", "This value is nested too deeply.");
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
