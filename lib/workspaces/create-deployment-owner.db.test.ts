import { beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { currentWorkspaceKey } from "#lib/crypto/workspace-keys.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { setupSchema } from "./contract.ts";
import { createDeploymentOwner } from "./create-deployment-owner.ts";
import { createSetupCode } from "./create-setup-code.ts";
import { getSetupState } from "./get-setup-state.ts";

const database = useDatabase();
const clock = createClock();
const ctx = () => testContext({ db: database.db, now: clock.now });

let code: Secret<string>;

beforeEach(async () => {
  await database.db.deployment.deleteMany();
  await database.db.user.deleteMany();
  await database.db.workspace.deleteMany();
  clock.advance(3_600_000);
  code = (await createSetupCode(ctx())) ?? new Secret("");
});

const input = (parts: object = {}) =>
  setupSchema.parse({
    setupCode: code.reveal(),
    name: "Ada Lovelace",
    email: " Ada@Example.com ",
    password: "correct horse battery",
    ...parts,
  });

describe("createDeploymentOwner", () => {
  it("makes the first person platform admin and owner of a workspace that can seal", async () => {
    const { user, workspace } = await createDeploymentOwner(ctx(), input({ workspaceName: "Blue Pier" }));
    expect(workspace).toMatchObject({ name: "Blue Pier", slug: "blue-pier" });
    expect(
      await database.db.user.findUnique({ where: { id: user.id }, include: { memberships: true } }),
    ).toMatchObject({
      email: "ada@example.com",
      platformRole: "admin",
      passwordHash: expect.stringMatching(/^\$argon2id\$/),
      memberships: [{ workspaceId: workspace.id, role: "owner" }],
    });
    await expect(currentWorkspaceKey(ctx(), workspace.id)).resolves.toMatchObject({
      id: expect.stringMatching(/^key-/),
    });
    expect(await getSetupState(ctx())).toEqual({ isComplete: true });
  });

  it("Z-13: of twenty at once exactly one wins, and one admin is all there is", async () => {
    const attempts = Array.from({ length: 20 }, (_, n) =>
      createDeploymentOwner(
        { ...ctx(), client: { ip: `192.0.2.${n}`, userAgent: null } },
        input({ email: `a${n}@example.com` }),
      ),
    );
    const results = await Promise.allSettled(attempts);
    const lost = results.filter((result) => result.status === "rejected");
    expect(lost).toHaveLength(19);
    for (const { reason } of lost) expect(reason).toMatchObject({ code: "not-found" });
    expect([
      await database.db.user.count(),
      await database.db.workspace.count(),
      await database.db.workspaceKey.count(),
    ]).toEqual([1, 1, 1]);
  });

  it("Z-13: afterwards there is nothing here, whatever the code, and no new code can be had", async () => {
    await createDeploymentOwner(ctx(), input());
    await expect(createDeploymentOwner(ctx(), input())).rejects.toMatchObject({ code: "not-found" });
    await expect(createDeploymentOwner(ctx(), input({ setupCode: "wrong" }))).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await createSetupCode(ctx())).toBeNull();
  });

  it("Z-13: before the first start there is no code that works, an empty one included", async () => {
    await database.db.deployment.deleteMany();
    await expect(createDeploymentOwner(ctx(), input())).rejects.toMatchObject({ code: "invalid-input" });
    expect(setupSchema.safeParse({ ...input(), setupCode: "" }).success).toBe(false);
  });

  it("refuses a wrong code at its field and writes nothing", async () => {
    await expect(
      createDeploymentOwner(ctx(), input({ setupCode: "0000-0000-0000-0000" })),
    ).rejects.toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/setupCode" }],
    });
    expect(await database.db.user.count()).toBe(0);
  });

  it("evaluates ten codes per address in 15 minutes", async () => {
    const guess = () => createDeploymentOwner(ctx(), input({ setupCode: "wrong" })).catch(({ code }) => code);
    const codes = await Promise.all(Array.from({ length: 12 }, guess));
    expect(codes.filter((it) => it === "rate-limited")).toHaveLength(2);
    await expect(createDeploymentOwner(ctx(), input())).rejects.toMatchObject({ code: "rate-limited" });
    clock.advance(15 * 60_000);
    await expect(createDeploymentOwner(ctx(), input())).resolves.toBeDefined();
  });

  it("takes the code as people type it, and only the newest", async () => {
    const old = code;
    code = (await createSetupCode(ctx())) ?? old;
    await expect(createDeploymentOwner(ctx(), input({ setupCode: old.reveal() }))).rejects.toMatchObject({
      code: "invalid-input",
    });
    const typed = code.reveal().toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
    await expect(createDeploymentOwner(ctx(), input({ setupCode: typed }))).resolves.toBeDefined();
  });

  it("keeps only a hash of the code", async () => {
    const row = await database.db.deployment.findUniqueOrThrow({ where: { id: 1 } });
    expect(row.setupCodeHash).toHaveLength(32);
    expect(Buffer.from(row.setupCodeHash ?? []).toString("latin1")).not.toContain(code.reveal());
  });
});
