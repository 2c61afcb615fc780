import { invalidInput } from "#lib/core/errors.ts";
import { assertSafeJson } from "./json-safety.ts";
import { readBody } from "./read-json.ts";

const MAX_BYTES = 1024 * 1024;
const MAX_PARTS = 20;

/** Whether the request says that its body is a form with files. */
export function isMultipart(request: Request): boolean {
  return /^multipart\/form-data\s*;/i.test(request.headers.get("content-type") ?? "");
}

/**
 * A `multipart/form-data` body as the object that the same fields would be in JSON, all texts; the one file is read as
 * UTF-8 and stands under its field's name. Throws 413 beyond the limit, and 422 for what is no such form.
 */
export async function readForm(
  request: Request,
  { maxBodyBytes = MAX_BYTES, fileField }: { maxBodyBytes?: number | undefined; fileField: string },
): Promise<unknown> {
  const bytes = await readBody(request, maxBodyBytes);
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  const form = await new Response(bytes, { headers }).formData().catch(() => {
    throw invalidInput("", "The body is not a valid multipart form.");
  });
  const parts = [...form.entries()];
  if (parts.length > MAX_PARTS) throw invalidInput("", "The form has too many parts.");
  const fields: [string, string][] = [];
  for (const [name, value] of parts) {
    if (typeof value === "string") fields.push([name, value]);
    else if (name === fileField) fields.push([name, await readText(value, name)]);
    else throw invalidInput(`/${name}`, `Only “${fileField}” is taken as a file.`);
  }
  const values = Object.fromEntries(fields);
  assertSafeJson(values);
  return values;
}

async function readText(file: File, name: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw invalidInput(`/${name}`, "The file is not text in UTF-8. Save it in that encoding and try again.");
  }
}
