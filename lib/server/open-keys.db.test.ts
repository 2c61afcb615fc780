import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { createWorkspaceKey, currentWorkspaceKey } from "#lib/crypto/workspace-keys.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createWorkspace } from "#lib/testing/factories.ts";
import { openKeyring, openSessionKey } from "./open-keys.ts";

const database = useDatabase();
const key = (fill: number) => new Secret(new Uint8Array(32).map((_, index) => (index * 7 + fill) % 256));

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "mooring-keys-"));
  await database.db.deployment.deleteMany();
  await database.db.workspace.deleteMany();
});

afterEach(() => rm(home, { recursive: true, force: true }));

const withKeys = (...sealingKeys: Secret<Uint8Array>[]) => ({
  sealingKeys: sealingKeys.length > 0 ? sealingKeys : null,
  sessionKey: null,
  keysDirectory: join(home, "keys"),
});

async function rows() {
  return {
    deployments: await database.db.deployment.findMany(),
    keys: await database.db.workspaceKey.findMany(),
  };
}

describe("the sealing key", () => {
  it("is made on first run and found again", async () => {
    const first = await openKeyring(withKeys(), database.db);
    expect(await readdir(join(home, "keys"))).toEqual(["sealing.key"]);
    expect((await openKeyring(withKeys(), database.db)).current.id).toBe(first.current.id);
  });

  it("K-02: refuses the start when it is another one, and alters no row", async () => {
    await openKeyring(withKeys(key(1)), database.db);
    const before = await rows();
    await expect(openKeyring(withKeys(key(2)), database.db)).rejects.toThrow(
      /^the sealing key is not the one/,
    );
    expect(await rows()).toEqual(before);
  });

  it("K-02: refuses the start when it is missing, and makes no new one", async () => {
    await openKeyring(withKeys(key(1)), database.db);
    const before = await rows();
    await expect(openKeyring(withKeys(), database.db)).rejects.toThrow(/sealing\.key is missing/);
    expect(await rows()).toEqual(before);
    expect(await readdir(join(home, "keys"))).toEqual([]);
  });

  it("K-02: refuses the start when a workspace was sealed under a key that is no longer there", async () => {
    const both = await openKeyring(withKeys(key(2), key(1)), database.db);
    const workspace = await createWorkspace(database.db);
    await database.db.workspaceKey.deleteMany();
    await createWorkspaceKey({ db: database.db, keyring: both }, workspace.id);
    await database.db.deployment.updateMany({ data: { keyCheckSealed: null } });
    await expect(openKeyring(withKeys(key(1)), database.db)).rejects.toThrow(
      new RegExp(`nothing opens .*${both.current.id}`),
    );
    expect(await database.db.deployment.findMany()).toMatchObject([{ keyCheckSealed: null }]);
  });

  it("may be joined by a new first one, and old rows still open", async () => {
    const old = await openKeyring(withKeys(key(1)), database.db);
    const workspace = await createWorkspace(database.db);
    await database.db.workspaceKey.deleteMany();
    await createWorkspaceKey({ db: database.db, keyring: old }, workspace.id);
    const keyring = await openKeyring(withKeys(key(2), key(1)), database.db);
    expect(keyring.current.id).not.toBe(old.current.id);
    expect((await currentWorkspaceKey({ db: database.db, keyring }, workspace.id)).id).toMatch(/^key-/);
  });

  it("is the same for processes that start at once, or all but one refuse", async () => {
    const starts = await Promise.allSettled(
      [1, 2, 3].map((fill) => openKeyring(withKeys(key(fill)), database.db)),
    );
    expect(starts.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });
});

it("the session key is made on first run, kept, and replaced by a setting", async () => {
  const made = await openSessionKey(withKeys());
  expect((await openSessionKey(withKeys())).reveal()).toBe(made.reveal());
  const given = await openSessionKey({ ...withKeys(), sessionKey: key(9) });
  expect(given.reveal()).toBe(Buffer.from(key(9).reveal()).toString("base64url"));
});
