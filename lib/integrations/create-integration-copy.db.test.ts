import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, withActor } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, insertBareConnection, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { createIntegrationCopy } from "./create-integration-copy.ts";
import { copyName } from "./rules.ts";
import { updateIntegration } from "./update-integration.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let ctx: Context;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  ctx = providerContext(database.db, owner, provider);
});
afterAll(() => provider.close());

describe("duplicating an integration", () => {
  it("takes every setting and neither secret nor connections", async () => {
    const made = await createPractice(ctx, {
      connectionMode: "shared",
      prompt: "consent",
      callback: "keyed",
    });
    await insertBareConnection(database.db, { integration: made, owner });
    await updateIntegration(ctx, { id: made.id, isDisabled: true });
    const copy = await createIntegrationCopy(ctx, { id: made.slug });
    const { offering, clientId, clientAuthentication, scopes, connectionMode, prompt, callback } = made;
    expect(copy).toMatchObject({
      ...{ offering, clientId, clientAuthentication, scopes, connectionMode, prompt, callback },
      name: "Practice copy",
      slug: "practice-copy",
      status: "draft",
      isDisabled: false,
      clientSecret: { isSet: false },
      connectionCount: 0,
      verification: null,
      missing: [{ code: "client-secret" }],
    });
    expect(copy.callbackUrl).not.toBe(made.callbackUrl);
    expect(await database.db.integrationSecret.count({ where: { integrationId: copy.id } })).toBe(0);
    const event = await database.db.auditEvent.findFirst({ where: { targetId: copy.id } });
    expect(event).toMatchObject({ action: "integration.create", changes: { copiedFrom: made.id } });
  });

  it("numbers a copy of a copy, and keeps within the length of a name", () => {
    expect(copyName("Drive")).toBe("Drive copy");
    expect(copyName("Drive copy")).toBe("Drive copy 2");
    expect(copyName("Drive copy 9")).toBe("Drive copy 10");
    expect(copyName("x".repeat(120))).toBe(`${"x".repeat(115)} copy`);
  });

  it("D-05: gives a workspace admin an address of its own where the first has the shared one", async () => {
    const made = await createPractice(ctx);
    expect(made.callback).toBe("shared");
    const admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
    expect((await createIntegrationCopy(withActor(ctx, admin), made)).callback).toBe("keyed");
    expect((await createIntegrationCopy(ctx, made)).callback).toBe("shared");
  });

  it("is for admins of the same workspace, and for offerings on which something new may be built", async () => {
    const made = await createPractice(ctx);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    await expect(createIntegrationCopy(withActor(ctx, member), made)).rejects.toMatchObject({
      code: "forbidden",
    });
    const stranger = await createOwner(database.db);
    await expect(createIntegrationCopy(withActor(ctx, stranger), made)).rejects.toMatchObject({
      code: "not-found",
    });
    await database.db.integration.update({ where: { id: made.id }, data: { offeringId: "gone" } });
    await expect(createIntegrationCopy(ctx, made)).rejects.toMatchObject({ code: "conflict" });
  });
});
