import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createKey, openKeysDirectory, readKeys } from "./key-files.ts";

let home: string;
let directory: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "mooring-keys-"));
  directory = join(home, "data", "keys");
  await openKeysDirectory(directory);
});

afterEach(() => rm(home, { recursive: true, force: true }));

const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe("key files", () => {
  it("are made for their owner only", async () => {
    expect(await readKeys(directory, "sealing.key")).toBeNull();
    const [key] = await createKey(directory, "sealing.key");
    expect(key?.reveal()).toHaveLength(32);
    expect(await mode(directory)).toBe("700");
    expect(await mode(join(directory, "sealing.key"))).toBe("600");
  });

  it("are never overwritten: processes that start at once end up with the same key", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => createKey(directory, "sealing.key")));
    const texts = made.map(([key]) => Buffer.from(key?.reveal() ?? []).toString("hex"));
    expect(new Set(texts).size).toBe(1);
    expect(await readdir(directory)).toEqual(["sealing.key"]);
  });

  it("hold several keys, the first one current", async () => {
    const [first] = await createKey(directory, "sealing.key");
    const lines = [
      "# new",
      Buffer.alloc(32, "abcdefghijkl").toString("base64url"),
      Buffer.from(first?.reveal() ?? []).toString("base64url"),
    ];
    await writeFile(join(directory, "sealing.key"), lines.join("\n"));
    const keys = await readKeys(directory, "sealing.key");
    expect(keys).toHaveLength(2);
    expect(keys?.[1]?.reveal()).toEqual(first?.reveal());
  });
});

describe("a start is refused with one line", () => {
  it("K-08: when the group or the world can read a key", async () => {
    await createKey(directory, "session.key");
    await chmod(join(directory, "session.key"), 0o640);
    await expect(readKeys(directory, "session.key")).rejects.toThrow(
      /^\S+session\.key can be read by others .*chmod 600/,
    );
  });

  it("K-08: when the group or the world can look into the folder", async () => {
    await chmod(directory, 0o705);
    await expect(openKeysDirectory(directory)).rejects.toThrow(/^\S+keys can be read by others .*chmod 700/);
  });

  it("when a key file holds something else", async () => {
    await writeFile(join(directory, "sealing.key"), "changeme\n", { mode: 0o600 });
    await expect(readKeys(directory, "sealing.key")).rejects.toThrow(
      /^\S+sealing\.key must hold 32 random bytes/,
    );
  });

  it("when the data folder cannot be made", async () => {
    await writeFile(join(home, "file"), "");
    await expect(openKeysDirectory(join(home, "file", "keys"))).rejects.toThrow(
      /^DATA_DIR: cannot make .*ENOTDIR$/,
    );
  });
});
