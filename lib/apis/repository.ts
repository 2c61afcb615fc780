import type { Context } from "#lib/context/context.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import { decodeCursor } from "#lib/core/page.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { ApiOperation, ListApisQuery, ListOperationsQuery } from "./contract.ts";

const rowInclude = {
  integration: { select: { id: true, slug: true, name: true, status: true, disabledAt: true } },
} satisfies Prisma.ApiInclude;

type StoredRow = Prisma.ApiGetPayload<{ include: typeof rowInclude }>;

/** An API with what is shown of its integration, and its number of operations. */
export type ApiRow = StoredRow & {
  integration: { _count: { connections: number } };
  _count: { operations: number };
};
export type OperationRow = Prisma.ApiOperationGetPayload<object>;
export type NewApi = Omit<Prisma.ApiUncheckedCreateInput, "createdAt" | "updatedAt" | "operations">;
export type ApiChange = Omit<Prisma.ApiUncheckedUpdateManyInput, "updatedAt" | "revision">;

/** One API of the workspace by id or slug; `null` for unknown and foreign alike (D-19). */
export async function findApi(ctx: Context, workspaceId: string, idOrSlug: string): Promise<ApiRow | null> {
  const row = await ctx.db.api.findFirst({
    where: { workspaceId, OR: [{ id: idOrSlug }, { slug: idOrSlug }] },
    include: rowInclude,
  });
  return row ? ((await withCounts(ctx, [row]))[0] ?? null) : null;
}

// By themselves: as a part of the first query, the client counts the connections and operations of all there are.
async function withCounts({ db }: Context, rows: readonly StoredRow[]): Promise<ApiRow[]> {
  if (rows.length === 0) return [];
  const _count = { _all: true } as const;
  const [made, read] = await Promise.all([
    db.connection.groupBy({
      by: ["integrationId"],
      where: { integrationId: { in: rows.map(({ integrationId }) => integrationId) } },
      _count,
    }),
    db.apiOperation.groupBy({ by: ["apiId"], where: { apiId: { in: rows.map(({ id }) => id) } }, _count }),
  ]);
  const connections = new Map(made.map((row) => [row.integrationId, row._count._all]));
  const operations = new Map(read.map((row) => [row.apiId, row._count._all]));
  return rows.map((row) => ({
    ...row,
    integration: { ...row.integration, _count: { connections: connections.get(row.integrationId) ?? 0 } },
    _count: { operations: operations.get(row.id) ?? 0 },
  }));
}

/** Up to `limit + 1` APIs of the workspace, newest first, after the cursor. */
export async function listApiRows(
  ctx: Context,
  workspaceId: string,
  query: ListApisQuery,
): Promise<ApiRow[]> {
  const { q, integration, cursor, limit } = query;
  const contains = q ? containing(q) : undefined;
  const matches = contains ? { OR: [{ name: contains }, { slug: contains }] } : {};
  const rows = await ctx.db.api.findMany({
    where: { AND: [{ workspaceId, integrationId: integration }, matches, cursor ? after(cursor) : {}] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    include: rowInclude,
  });
  return withCounts(ctx, rows);
}

function after(cursor: string): Prisma.ApiWhereInput {
  const { createdAt, id } = decodeCursor(cursor);
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** The workspace's slugs that are `base` or begin with `base-`. */
export async function listSlugsLike(ctx: Context, workspaceId: string, base: string): Promise<Set<string>> {
  const rows = await ctx.db.api.findMany({
    where: { workspaceId, OR: [{ slug: base }, { slug: { startsWith: `${base}-` } }] },
    select: { slug: true },
  });
  return new Set(rows.map(({ slug }) => slug));
}

export async function insertApi(ctx: Context, data: NewApi): Promise<void> {
  const now = ctx.now();
  await ctx.db.api.create({ data: { ...data, createdAt: now, updatedAt: now } });
}

/** Writes a change to the API that was loaded as `row`; 409 when anybody changed it since, which its revision tells. */
export async function updateApiRow(ctx: Context, row: ApiRow, data: ApiChange): Promise<void> {
  const { count } = await ctx.db.api.updateMany({
    where: { id: row.id, workspaceId: row.workspaceId, revision: row.revision },
    data: { ...data, revision: row.revision + 1, updatedAt: ctx.now() },
  });
  if (count === 0) throw changedMeanwhile();
}

/** 409: somebody changed the API between our reading and our writing. */
export function changedMeanwhile() {
  return conflict("Somebody else changed this API in the meantime. Reload it, then make your change again.");
}

/** All operations of an API, in their order. */
export function listAllOperationRows(ctx: Context, apiId: string): Promise<OperationRow[]> {
  return ctx.db.apiOperation.findMany({ where: { apiId }, orderBy: { position: "asc" } });
}

/** Up to `limit + 1` operations after a position whose path, summary or tag hold every word, and how many there are. */
export async function listOperationRows(
  ctx: Context,
  apiId: string,
  { q = "", after: position = -1, limit }: ListOperationsQuery,
): Promise<{ rows: OperationRow[]; total: number }> {
  const words = q.split(/\s+/).filter(Boolean).map(containing);
  const where: Prisma.ApiOperationWhereInput = {
    apiId,
    AND: words.map((word) => ({ OR: [{ key: word }, { summary: word }, { tag: word }] })),
  };
  const [rows, total] = await Promise.all([
    ctx.db.apiOperation.findMany({
      where: { ...where, position: { gt: position } },
      orderBy: { position: "asc" },
      take: limit + 1,
    }),
    ctx.db.apiOperation.count({ where }),
  ]);
  return { rows, total };
}

/** Writes the operations of an API in place of those that it has, in one statement however many there are. */
export async function replaceOperations(
  ctx: Context,
  apiId: string,
  operations: readonly ApiOperation[],
): Promise<void> {
  const rows = JSON.stringify(operations.map((operation, position) => ({ ...operation, position })));
  await ctx.db.apiOperation.deleteMany({ where: { apiId } });
  await ctx.db.$executeRaw`
    INSERT INTO "ApiOperation"
      ("apiId", "key", "method", "path", "position", "summary", "tag", "isDeprecated", "parameters", "requestBody")
    SELECT ${apiId}, o."key", o."method", o."path", o."position", o."summary", o."tag", o."isDeprecated",
      o."parameters", o."requestBody"
    FROM jsonb_to_recordset(${rows}::jsonb) AS o("key" text, "method" text, "path" text, "position" int,
      "summary" text, "tag" text, "isDeprecated" boolean, "parameters" jsonb, "requestBody" jsonb)`;
}

/** 404 for an API that is not the workspace's. */
export async function loadApi(ctx: Context, workspaceId: string, idOrSlug: string): Promise<ApiRow> {
  const row = await findApi(ctx, workspaceId, idOrSlug);
  if (!row) throw notFound("API");
  return row;
}

function containing(text: string) {
  return { contains: text.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const };
}
