import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completePasswordReset } from "#lib/auth/complete-password-reset.ts";
import { Secret } from "#lib/core/secret.ts";
import { createKeyring } from "#lib/crypto/keyring.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startProcess } from "#lib/testing/processes.ts";

const database = useDatabase();
// The key of all tests is too plain for a configuration.
const key = new Secret(new Uint8Array(randomBytes(32)));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mooring-account-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number | string; lines: string[] }> {
  const { ended, lines } = startProcess("lib/server/account.ts", args, {
    DATABASE_URL: database.url,
    SEALING_KEYS: Buffer.from(key.reveal()).toString("base64url"),
    DATA_DIR: folder,
    ORIGIN: "https://mooring.example",
  });
  return { code: await ended, lines };
}

async function somebody() {
  const owner = await createOwner(database.db);
  await database.db.workspaceKey.deleteMany();
  return owner;
}

const context = () => ({ ...testContext({ db: database.db }), keyring: createKeyring([key]) });

describe("npm run account", () => {
  it("prints a link with which the only admin gets back in, and records it as the operator's act", async () => {
    const { email, userId, workspaceId } = await somebody();
    const { code, lines } = await run("password-link", email.toUpperCase());
    expect(code, lines.join("\n")).toBe(0);
    const token = /^https:\/\/mooring\.example\/reset-password#(\S{43})$/.exec(lines[0] ?? "")?.[1];
    await completePasswordReset(context(), {
      ...{ token: new Secret(token ?? ""), newPassword: new Secret("another horse battery") },
    });
    expect(await database.db.user.findUnique({ where: { id: userId } })).toMatchObject({
      passwordHash: expect.stringContaining("argon2id"),
    });
    expect(
      await database.db.auditEvent.findFirst({ where: { action: "password-link.create" } }),
    ).toMatchObject({
      ...{ actorKind: "system", actorLabel: "operator", targetId: userId, workspaceId },
    });
  });

  it("switches off the second factor of somebody who is locked out", async () => {
    const { email, userId } = await somebody();
    const { count } = await database.db.secondFactor.createMany({
      data: [{ userId, secretSealed: new Uint8Array(1), keyId: "none", confirmedAt: new Date() }],
    });
    expect(count).toBe(1);
    expect(await run("second-factor-off", email)).toMatchObject({ code: 0 });
    expect(await database.db.secondFactor.count({ where: { userId } })).toBe(0);
    expect((await run("second-factor-off", email)).lines.join("\n")).toContain("No second factor is on");
  });

  it.each([
    ["nothing", [], "Say what for whom"],
    ["an unknown act", ["password", "ada@example.com"], "Say what for whom"],
    ["no address", ["password-link", "ada"], "Say what for whom"],
    ["nobody's address", ["password-link", "nobody@example.com"], "no such account"],
  ])("does nothing for %s, and says why", async (_, args, why) => {
    const { code, lines } = await run(...args);
    expect(code).toBe(2);
    expect(lines.join("\n")).toContain(why);
  });

  it("says where there is no Mooring yet, and makes none", async () => {
    const place = await mkdtemp(join(tmpdir(), "mooring-none-"));
    const { ended, lines } = startProcess("lib/server/account.ts", ["password-link", "ada@example.com"], {
      ...{ DATABASE_URL: "", DATA_DIR: place },
    });
    expect(await ended, lines.join("\n")).toBe(2);
    expect(lines.join("\n")).toContain("holds no Mooring: set DATA_DIR, or start it once");
    expect(await readdir(place)).toEqual([]);
    await rm(place, { recursive: true });
  });
});
