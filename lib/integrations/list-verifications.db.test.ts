import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, withActor } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createClock } from "#lib/testing/clock.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { answerClients, createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { verificationPageSchema } from "./contract.ts";
import { listVerifications } from "./list-verifications.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { updateIntegration } from "./update-integration.ts";
import { verifyIntegration } from "./verify-integration.ts";

const database = useDatabase();
const clock = createClock();
let provider: TestProvider;
let owner: MemberActor;
let ctx: Context;

const { fetch } = answerClients(({ clientSecret }) =>
  clientSecret === "old-secret-aaaa"
    ? { status: 400, error: "invalid_grant" }
    : { status: 401, error: "invalid_client" },
);
const blind = answerClients(() => ({ status: 400, error: "invalid_grant" })).fetch;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  ctx = providerContext(database.db, owner, provider, { fetch, now: clock.now });
});
afterAll(() => provider.close());

const list = (id: string, query: { cursor?: string; limit?: number } = {}, as = ctx) =>
  listVerifications(as, { id, limit: 25, ...query });

/** Verified at creation, then a wrong new secret, then a check that told nothing. */
async function makeHistory() {
  const made = await createPractice(ctx, { clientSecret: new Secret("old-secret-aaaa") });
  clock.advance(1_000);
  const clientSecret = new Secret("typo-secret-cccc");
  const refused = rotateSecret(ctx, { id: made.id, clientSecret, keepPreviousHours: 1 });
  await expect(refused).rejects.toMatchObject({ code: "invalid-input" });
  clock.advance(1_000);
  await verifyIntegration({ ...ctx, fetch: blind }, { id: made.id });
  clock.advance(1_000);
  return made;
}

describe("the history of proofs", () => {
  it("holds every verdict with method, time, person, words and what was observed, the newest first", async () => {
    const { id } = await makeHistory();
    const { items, nextCursor } = verificationPageSchema.parse(await list(id));
    expect(nextCursor).toBeNull();
    expect(items).toMatchObject([
      { verdict: "inconclusive", cause: "same-answer", secret: { last4: "aaaa", state: "active" } },
      { verdict: "rejected", cause: "client-refused", secret: null, wasSecretKept: false },
      { verdict: "verified", cause: "control-refused", wasSecretKept: true, isAboutPresentSettings: true },
    ]);
    for (const item of items) {
      expect(item).toMatchObject({ method: "client_check", by: { id: owner.userId, name: owner.name } });
      expect(item.explanation).not.toBe("");
      expect(item.observed.attempts.length).toBeGreaterThan(1);
    }
    expect(JSON.stringify(items)).not.toContain("typo-secret");
  });

  it("gives each line once, page by page", async () => {
    const { id } = await makeHistory();
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await list(id, { limit: 1, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ verdict }) => verdict));
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(["inconclusive", "rejected", "verified"]);
  });

  it("says which lines are about settings that have changed since", async () => {
    const { id, clientId } = await makeHistory();
    await updateIntegration(ctx, { id, clientId: `${clientId}-2` });
    const { items } = await list(id);
    expect(items.map(({ isAboutPresentSettings }) => isAboutPresentSettings)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("is readable for members of the workspace and nobody else", async () => {
    const { id } = await makeHistory();
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    expect((await list(id, {}, withActor(ctx, member))).items).toHaveLength(3);
    const stranger = await createOwner(database.db);
    await expect(list(id, {}, withActor(ctx, stranger))).rejects.toMatchObject({ code: "not-found" });
  });
});
