import type { z } from "zod";
import { findContradictions } from "./consistency.ts";
import { plainWords } from "./plain-words.ts";
import { type OfferingData, offeringDataSchema } from "./schema.ts";

/** What is wrong with an offering's data: a JSON pointer into it and the way out. */
export interface OfferingDataProblem {
  pointer: string;
  detail: string;
}

export type ParsedOfferingData =
  | { data: OfferingData; problems: [] }
  | { data: null; problems: OfferingDataProblem[] };

/** Stands for the practice provider while its data is looked at: no other host may be plain http. */
const STAND_IN = "https://practice-provider.invalid";

/**
 * Reads what claims to be one offering's data by the rules of the catalogue: its shape, then whether it contradicts
 * itself. `insecureOrigin` is the one origin that may be plain http, the practice provider's. Gives every mistake at once.
 * `complete` may add what follows from the rest, between the two looks.
 */
export function parseOfferingData(
  value: unknown,
  insecureOrigin: string | null,
  complete: (data: OfferingData) => OfferingData = (data) => data,
): ParsedOfferingData {
  const isPlain = insecureOrigin?.startsWith("http:");
  const parsed = offeringDataSchema.safeParse(isPlain ? swap(value, insecureOrigin ?? "", STAND_IN) : value, {
    error: plainWords,
  });
  if (!parsed.success) return { data: null, problems: parsed.error.issues.flatMap(toProblems) };
  const completed = complete(parsed.data);
  const contradictions = findContradictions(completed);
  if (contradictions.length > 0) {
    const problems = contradictions.map(({ path, message }) => ({
      pointer: `/${path.replaceAll(".", "/")}`,
      detail: message,
    }));
    return { data: null, problems };
  }
  const data = isPlain ? (swap(completed, STAND_IN, insecureOrigin ?? "") as OfferingData) : completed;
  return { data, problems: [] };
}

function toProblems(issue: z.core.$ZodIssue): OfferingDataProblem[] {
  const pointer = issue.path.map((part) => `/${toPart(String(part))}`).join("");
  if (issue.code !== "unrecognized_keys") return [{ pointer, detail: issue.message }];
  const detail = "This field is not known here.";
  return issue.keys.map((key) => ({ pointer: `${pointer}/${toPart(key)}`, detail }));
}

// RFC 6901 §3.
function toPart(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The same value with one origin in the place of another, in every text that begins with it. */
function swap(value: unknown, from: string, to: string): unknown {
  if (typeof value === "string") return startsWithOrigin(value, from) ? to + value.slice(from.length) : value;
  if (Array.isArray(value)) return value.map((item) => swap(item, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, swap(item, from, to)]));
}

// `http://127.0.0.1:80` begins `http://127.0.0.1:8080` and is another origin.
function startsWithOrigin(text: string, origin: string): boolean {
  return text.startsWith(origin) && /^($|[/?#])/.test(text.slice(origin.length));
}
