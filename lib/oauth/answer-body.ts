import { isRecord } from "#lib/core/json-path.ts";
import { repeatsKey } from "./repeated-keys.ts";

/** Enough for any token answer; more is not read (F-14). */
export const MAX_ANSWER_BYTES = 256 * 1024;

/** What an answer's body turned out to be. `cut-off`: it ended in the middle; `garbled`: JSON that does not parse. */
export type AnswerBody =
  | { kind: "object"; value: Record<string, unknown> }
  | { kind: "list"; value: unknown[] }
  | { kind: "empty" | "garbled" | "cut-off" | "too-large" | "markup" | "other" };

/** Reads a body as JSON or a form, whatever its type says, up to a limit. Never throws. */
export async function readAnswerBody(response: Response, maxBytes = MAX_ANSWER_BYTES): Promise<AnswerBody> {
  const text = await readText(response, maxBytes);
  return typeof text === "string" ? parseAnswer(text, response.headers.get("content-type")) : text;
}

/** Parses a body's text. Some providers send forms, some JSON with another type, some a page. */
export function parseAnswer(raw: string, contentType: string | null): AnswerBody {
  const text = raw.replace(/^\uFEFF/, "").trim();
  if (text === "") return { kind: "empty" };
  if (text.startsWith("<")) return { kind: "markup" };
  if (text.startsWith("{") || text.startsWith("[")) return parseJson(text);
  const isForm = /urlencoded|text\/plain/i.test(contentType ?? "") && /^[\w.~+%-]+=[^\s<]*$/.test(text);
  return isForm ? parseForm(text) : { kind: /json/i.test(contentType ?? "") ? "garbled" : "other" };
}

function parseJson(text: string): AnswerBody {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "garbled" };
    throw error;
  }
  if (Array.isArray(value)) return { kind: "list", value };
  // Which of two access tokens counts is anybody's guess, so neither does.
  return isRecord(value) && !repeatsKey(text) ? { kind: "object", value } : { kind: "other" };
}

function parseForm(text: string): AnswerBody {
  const params = new URLSearchParams(text);
  const names = [...params.keys()];
  if (new Set(names).size !== names.length) return { kind: "other" };
  return { kind: "object", value: Object.fromEntries(params) };
}

async function readText(response: Response, maxBytes: number): Promise<string | AnswerBody> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      // Leaving the loop cancels the body, so that the rest is never sent.
      if (bytes > maxBytes) return { kind: "too-large" };
      text += decoder.decode(chunk, { stream: true });
    }
  } catch {
    return { kind: "cut-off" };
  }
  return text + decoder.decode();
}
