import { z } from "zod";
import { type Difference, toDifference } from "./difference.ts";
import { AppError, conflict } from "./errors.ts";
import { toSlug } from "./ids.ts";

/** A workspace has at most so many of each, so that a list to choose from holds all of them. */
export const maxSurroundings = 50;

/** What a surrounding is called in sentences. */
export interface SurroundingWords {
  /** "runtime configuration" */
  one: string;
  /** "runtime configurations" */
  many: string;
}

/** What is still in use of a surrounding: keys that have not ended, connections made in it, overrides for it. */
export interface SurroundingUse {
  keys: number;
  connections: number;
  overrides: number;
}

export const surroundingSlugSchema = z
  .string()
  .trim()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Lower-case letters, digits and single hyphens.")
  .refine(
    (slug) => !/^(runtime|app)-[0-9a-z]{26}$/.test(slug),
    "This has the form of an id; choose another.",
  );

export const surroundingUseShape = { keys: z.int(), connections: z.int(), overrides: z.int() };

/** What both kinds of surrounding, runtime configurations and applications, say about themselves. */
export const surroundingShape = {
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  isDefault: z.boolean().meta({ description: "The one that counts where nothing else is said" }),
  use: z
    .object(surroundingUseShape)
    .meta({ description: "Keys that have not ended, connections made in it, overrides for it" }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export interface SurroundingRow {
  id: string;
  slug: string;
  name: string;
  isDefault: boolean;
  createdAt: Date;
  updatedAt: Date;
  _count: { apiKeys: number; connections: number; overrides: number };
}

/** What a row's counts are called in answers. */
export function toUse({ _count }: Pick<SurroundingRow, "_count">): SurroundingUse {
  return { keys: _count.apiKeys, connections: _count.connections, overrides: _count.overrides };
}

/** A row as its routes answer it. */
export function describeSurrounding(row: SurroundingRow) {
  const { id, slug, name, isDefault, createdAt, updatedAt } = row;
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { ...{ id, slug, name, isDefault }, use: toUse(row), ...times };
}

/** 409 when the workspace has as many as it can. */
export function checkRoom(taken: { size: number }, { many }: SurroundingWords): void {
  if (taken.size >= maxSurroundings)
    throw conflict(`A workspace has at most ${maxSurroundings} ${many}. Delete one that is no longer used.`);
}

/** The slug asked for, 409 at `/slug` when another has it; or a free one made from the name, numbered where needed. */
export function chooseSurroundingSlug(
  asked: string | undefined,
  name: string,
  taken: ReadonlySet<string>,
  { one }: SurroundingWords,
): string {
  if (asked !== undefined) {
    if (!taken.has(asked)) return asked;
    const detail = `Another ${one} of this workspace has this slug. Choose another.`;
    throw new AppError("conflict", `slug ${asked} is taken`, {
      detail,
      errors: [{ pointer: "/slug", detail }],
    });
  }
  const base = (toSlug(name) || toSlug(one)).slice(0, 50).replace(/-$/, "");
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(slug)) return slug;
  }
}

/** For the audit trail: what a change comes to, by field; nothing when it says what is so already. */
export function differenceOf(
  row: SurroundingRow,
  input: { name?: string; slug?: string; isDefault?: true },
): Difference {
  const names = ["name", "slug", "isDefault"] as const;
  return toDifference(
    row,
    input,
    names.filter((name) => input[name] !== undefined),
  );
}

/** 409 for the default, and while anything is in use; the detail names what, and the way out. */
export function checkDeletable(row: SurroundingRow, { one }: SurroundingWords): void {
  if (row.isDefault)
    throw conflict(`“${row.name}” is the default. Make another ${one} the default before you delete it.`);
  const use = toUse(row);
  const waysOut = [
    { count: use.keys, what: "API key", way: "revoke its API keys" },
    { count: use.connections, what: "connection", way: "disconnect its connections" },
    { count: use.overrides, what: "override", way: "delete its overrides" },
  ].filter(({ count }) => count > 0);
  if (waysOut.length === 0) return;
  const counts = waysOut.map(({ count, what }) => `${count} ${what}${count === 1 ? "" : "s"}`);
  const ways = waysOut.map(({ way }) => way);
  throw conflict(`“${row.name}” still has ${join(counts)}. First ${join(ways)}, then delete it.`, {
    impact: use,
  });
}

function join(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
