import type { Context } from "#lib/context/context.ts";
import { decodeCursor } from "#lib/core/page.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { ListIntegrationsQuery } from "./contract.ts";
import { type IntegrationRow, rowInclude, withCounts } from "./repository.ts";

/** Counting stops here: a console that says "10,000+" needs no more. */
const COUNT_LIMIT = 10_001;

type Filter = Pick<ListIntegrationsQuery, "q" | "status" | "offering">;

/** Up to `limit + 1` integrations of the workspace, in the order asked for, after the cursor. */
export async function listIntegrationRows(
  ctx: Context,
  workspaceId: string,
  query: ListIntegrationsQuery,
): Promise<IntegrationRow[]> {
  const { sort, cursor, limit } = query;
  const direction = sort.startsWith("-") ? ("desc" as const) : ("asc" as const);
  const rows = await ctx.db.integration.findMany({
    where: { AND: [matching(workspaceId, query), cursor ? after(sort, cursor) : {}] },
    orderBy: isByName(sort) ? [{ slug: direction }] : [{ createdAt: direction }, { id: direction }],
    take: limit + 1,
    include: rowInclude,
  });
  return withCounts(ctx, rows);
}

/** How many integrations the filter finds; 10,001 stands for any number beyond 10,000. */
export async function countIntegrationRows(
  ctx: Context,
  workspaceId: string,
  { q, status, offering }: Filter,
): Promise<number> {
  const like = q && `%${escapeLike(q)}%`;
  // By hand, because a limited count of the client's sorts all rows first.
  const conditions = [
    Prisma.sql`"workspaceId" = ${workspaceId}`,
    ...(status ? [Prisma.sql`"status" = ${status}::"IntegrationStatus"`] : []),
    ...(offering ? [Prisma.sql`"offeringId" = ${offering}`] : []),
    ...(like ? [Prisma.sql`("name" ILIKE ${like} OR "slug" ILIKE ${like} OR "clientId" ILIKE ${like})`] : []),
  ];
  const rows = await ctx.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM (
      SELECT 1 FROM "Integration" WHERE ${Prisma.join(conditions, " AND ")} LIMIT ${COUNT_LIMIT}) AS "found"`;
  return rows[0]?.count ?? 0;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

function matching(workspaceId: string, { q, status, offering }: Filter): Prisma.IntegrationWhereInput {
  const contains = q ? { contains: escapeLike(q), mode: "insensitive" as const } : undefined;
  const matches = contains ? { OR: [{ name: contains }, { slug: contains }, { clientId: contains }] } : {};
  return { AND: [{ workspaceId, status, offeringId: offering }, matches] };
}

/** Whether a list runs by name, and its pages therefore by slug. */
export function isByName(sort: ListIntegrationsQuery["sort"]): boolean {
  return sort === "name" || sort === "-name";
}

// Slugs are unique in a workspace, so a slug alone says where a page by name ended. The bound on `createdAt` alone says
// nothing new; it is what an index can begin at, which the alternative of two cases is not.
function after(sort: ListIntegrationsQuery["sort"], cursor: string): Prisma.IntegrationWhereInput {
  const isDown = sort.startsWith("-");
  const beyond = isDown ? "lt" : "gt";
  if (isByName(sort)) return { slug: { [beyond]: cursor } };
  const { createdAt, id } = decodeCursor(cursor);
  return {
    createdAt: isDown ? { lte: createdAt } : { gte: createdAt },
    OR: [{ createdAt: { [beyond]: createdAt } }, { createdAt, id: { [beyond]: id } }],
  };
}
