import { z } from "zod";
import { invalidInput } from "./errors.ts";

/** Where a keyset page starts: after this row, in (createdAt, id) order, newest first. */
export interface Cursor {
  createdAt: Date;
  id: string;
}

/** The query parameters of every keyset list. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(300).optional().meta({ description: "The `nextCursor` of the page before" }),
  limit: z.coerce.number().int().min(1).max(100).default(25).meta({ description: "Rows a page" }),
});

export type PageQuery = z.output<typeof pageQuerySchema>;

/** One page of anything: its rows and the cursor of the next page, `null` at the end. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export function encodeCursor({ createdAt, id }: Cursor): string {
  return btoa(`${createdAt.getTime()}.${id}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The cursor in its parts; 422 at `/cursor` for anything that we did not make. */
export function decodeCursor(cursor: string): Cursor {
  const match = /^[A-Za-z0-9_-]+$/.test(cursor)
    ? /^(\d{1,15})\.([a-z0-9-]{1,80})$/.exec(safeAtob(cursor.replaceAll("-", "+").replaceAll("_", "/")))
    : null;
  if (!match?.[1] || !match[2])
    throw invalidInput("/cursor", "This page marker is not one of ours; start from the first page.");
  return { createdAt: new Date(Number(match[1])), id: match[2] };
}

/** Turns `limit + 1` rows into a page of `limit`. */
export function toPage<T extends Cursor>(rows: T[], limit: number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(last) : null };
}

function safeAtob(text: string): string {
  try {
    return atob(text);
  } catch {
    return "";
  }
}
