import { PrismaPg } from "@prisma/adapter-pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { type Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { testContext } from "#lib/testing/context.ts";
import { openAdmin, useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { integrationSorts, listIntegrationsQuery } from "./contract.ts";
import { listIntegrations } from "./list-integrations.ts";

const database = useDatabase();
const ROWS = 10_000;
let owner: MemberActor;
let watched: PrismaClient<"query">;
let asked: Prisma.QueryEvent[] = [];

beforeAll(async () => {
  owner = await createOwner(database.db);
  await seed(owner, ROWS);
  await seed(await createOwner(database.db), 1_000);
  await database.db.$executeRaw`ANALYZE`;
  const adapter = new PrismaPg({ connectionString: database.url });
  watched = new PrismaClient({ adapter, log: [{ emit: "event", level: "query" }] });
  watched.$on("query", (event) => void asked.push(event));
});
afterAll(() => watched.$disconnect());

/** Integrations as they lie in a large workspace: a few drafts, four offerings, many made in the same second. */
async function seed({ workspaceId, userId }: MemberActor, rows: number): Promise<void> {
  await database.db.$executeRaw`
    INSERT INTO "Integration" ("id", "workspaceId", "slug", "name", "offeringId", "status", "clientId", "scopes",
      "callbackPath", "integrationKey", "createdById", "createdAt", "updatedAt")
    SELECT 'integration-' || lpad(i::text, 26, '0') || right(${workspaceId}, 4), ${workspaceId}, 'fleet-' || md5(i::text),
      'Fleet ' || i, (ARRAY['google', 'slack', 'github', 'xero'])[1 + i % 4],
      (CASE WHEN i % 500 = 0 THEN 'draft' ELSE 'configured' END)::"IntegrationStatus", 'client-' || i, '{}',
      '/oauth/callback', md5(i::text || ${workspaceId}), ${userId},
      timestamptz '2026-01-01' + (i / 10) * interval '1 second', now()
    FROM generate_series(1, ${rows}) AS i`;
}

const ctx = () => testContext({ db: database.db, actor: owner });
const ask = (query: Record<string, unknown> = {}) => listIntegrationsQuery.parse(query);

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Rows Removed by Filter"?: number;
  Plans?: PlanNode[];
}

/** How the database ran each statement of one page: its plans, and how long they took together. */
async function explain(query: Record<string, unknown>): Promise<{ nodes: PlanNode[]; ms: number }> {
  asked = [];
  await listIntegrations(testContext({ db: watched, actor: owner }), ask(query));
  const admin = await openAdmin(database.url);
  const nodes: PlanNode[] = [];
  let ms = 0;
  try {
    for (const { query: text, params } of asked.filter((event) => event.query.startsWith("SELECT"))) {
      const result = await admin.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, JSON.parse(params));
      const [plan] = result.rows[0]["QUERY PLAN"] as { Plan: PlanNode; "Execution Time": number }[];
      if (!plan) throw new Error("no plan");
      ms += plan["Execution Time"];
      nodes.push(...flatten(plan.Plan));
    }
  } finally {
    await admin.end();
  }
  return { nodes, ms };
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];
const scansOf = (nodes: PlanNode[]) =>
  nodes.filter((node) => node["Node Type"] === "Seq Scan" && node["Relation Name"] === "Integration");
const sortsOf = (nodes: PlanNode[]) =>
  nodes.filter((node) => /Sort/.test(node["Node Type"]) && node["Actual Rows"] > 200);

describe("a list of 10,000 integrations", () => {
  it.each(integrationSorts)(
    "shows each once, page by page, by %s",
    async (sort) => {
      const seen = new Set<string>();
      let visited = 0;
      for (let cursor: string | undefined; ; ) {
        const page = await listIntegrations(ctx(), ask({ sort, limit: 100, ...(cursor && { cursor }) }));
        visited += page.items.length;
        for (const { id } of page.items) seen.add(id);
        if (!page.nextCursor) break;
        cursor = page.nextCursor;
      }
      expect([visited, seen.size]).toEqual([ROWS, ROWS]);
    },
    120_000,
  );

  it("says how many there are, and counts no further than 10,001", async () => {
    expect((await listIntegrations(ctx(), ask())).total).toBe(ROWS);
    expect((await listIntegrations(ctx(), ask({ status: "draft" }))).total).toBe(20);
    await seed({ ...owner, workspaceId: (await createOwner(database.db)).workspaceId }, 1);
    const many = await createOwner(database.db);
    await seed(many, ROWS + 50);
    expect((await listIntegrations(testContext({ db: database.db, actor: many }), ask())).total).toBe(
      ROWS + 1,
    );
  });

  const middle = async (sort: string) => {
    const page = await listIntegrations(ctx(), ask({ sort, limit: 100 }));
    return page.nextCursor ?? "";
  };

  it.each(integrationSorts)("reads a page from an index, wherever it begins, by %s", async (sort) => {
    for (const query of [{ sort }, { sort, cursor: await middle(sort) }]) {
      const { nodes } = await explain(query);
      expect(scansOf(nodes)).toEqual([]);
      expect(sortsOf(nodes)).toEqual([]);
    }
  });

  it.each([
    { status: "draft" },
    { status: "configured" },
    { offering: "xero" },
    { status: "draft", sort: "name" },
  ])("filters by an index: %o", async (query) => {
    const { nodes } = await explain(query);
    expect(scansOf(nodes)).toEqual([]);
    expect(sortsOf(nodes)).toEqual([]);
  });

  it.each(["fleet 9876", "client-4321"])("finds any part of a word by an index: %s", async (q) => {
    const { nodes, ms } = await explain({ q });
    expect(scansOf(nodes)).toEqual([]);
    expect(ms).toBeLessThan(250);
  });

  it.each(["fl", "a name that is nowhere to be found", "100%"])("answers any search soon: %s", async (q) => {
    expect((await explain({ q })).ms).toBeLessThan(250);
  });
});
