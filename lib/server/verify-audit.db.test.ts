import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { createKeyring } from "#lib/crypto/keyring.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startProcess } from "#lib/testing/processes.ts";
import { tamper, tamperings } from "#lib/testing/tamper.ts";
import { updateWorkspace } from "#lib/workspaces/update-workspace.ts";

const database = useDatabase();
const key = new Secret(new Uint8Array(randomBytes(32)));
let folder: string;
let pool: pg.Pool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mooring-audit-"));
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await rm(folder, { recursive: true, force: true });
});

async function chain(): Promise<string> {
  const owner = await createOwner(database.db);
  const ctx = { ...testContext({ db: database.db, actor: owner }), keyring: createKeyring([key]) };
  // Sealed with the key of all tests, which is too plain for a configuration.
  await database.db.workspaceKey.deleteMany();
  for (let n = 1; n <= 12; n++) await updateWorkspace(ctx, { name: `Pier ${n}` });
  return owner.workspaceId;
}

async function verify(...args: string[]): Promise<{ code: number | string; lines: string[] }> {
  const { ended, lines } = startProcess("lib/server/verify-audit.ts", args, {
    DATABASE_URL: database.url,
    SEALING_KEYS: Buffer.from(key.reveal()).toString("base64url"),
    DATA_DIR: folder,
  });
  return { code: await ended, lines };
}

describe("npm run audit:verify", () => {
  it("U-01: says that every chain is whole, then names the row that a superuser edited", async () => {
    const id = await chain();
    expect(await verify()).toEqual({
      code: 0,
      lines: expect.arrayContaining([`workspace ${id}: 12 events, unbroken`]),
    });
    const edited = tamperings.find(({ name }) => name === "edit outcome");
    if (edited) await tamper(pool, id, edited);
    const { code, lines } = await verify("--workspace", id);
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(
        `^workspace ${id}: BROKEN at 6 .audit-[a-z0-9]+.: the row was edited; 5 before it`,
      ),
    ]);
  });

  it("U-01: finds a cut tail by a checkpoint that was exported before", async () => {
    const id = await chain();
    const file = join(folder, "checkpoint.json");
    expect((await verify("--workspace", id, "--export", file)).code).toBe(0);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject([{ chain: id, sequence: 12 }]);
    const cut = tamperings.find(({ name }) => name === "cut the tail and set the chain's end back");
    if (cut) await tamper(pool, id, cut);
    expect((await verify("--workspace", id)).code).toBe(0);
    expect(await verify("--workspace", id, "--checkpoint", file)).toEqual({
      code: 1,
      lines: [expect.stringContaining("BROKEN at 9: the rows from here on were cut off")],
    });
  });

  it("says in one line why it could not look", async () => {
    const { code, lines } = await verify("--checkpoint", join(folder, "nothing.json"));
    expect(code).toBe(2);
    expect(lines).toEqual([expect.stringMatching(/^The audit log was not verified: .*cannot be read$/)]);
  });
});
