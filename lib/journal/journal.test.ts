import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createJournal, type Journal } from "./journal.ts";

let parent: string;
let journal: Journal;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "mooring-journal-"));
  journal = createJournal(join(parent, "journal"));
});
afterEach(() => rm(parent, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

describe("a journal", () => {
  it("is no folder until something is written, and empty then", async () => {
    expect(await journal.list()).toEqual([]);
    expect(await readdir(parent)).toEqual([]);
  });

  it("keeps a file whole, for its owner alone, until it is removed", async () => {
    await journal.write("conn-2.1.b", bytes("second"));
    await journal.write("conn-1.1.a", bytes("first"));
    await journal.write("conn-1.1.a", bytes("first, again"));
    expect(await journal.list()).toEqual(["conn-1.1.a", "conn-2.1.b"]);
    expect(new TextDecoder().decode(await journal.read("conn-1.1.a"))).toBe("first, again");
    const [file] = await readdir(journal.directory);
    expect((await stat(join(journal.directory, file ?? ""))).mode & 0o777).toBe(0o600);
    expect((await stat(journal.directory)).mode & 0o777).toBe(0o700);
    await journal.remove("conn-1.1.a");
    await journal.remove("conn-1.1.a");
    expect(await journal.list()).toEqual(["conn-2.1.b"]);
  });

  it("does not take a draft of a write that never ended for a file", async () => {
    await journal.write("conn-1.1.a", bytes("whole"));
    await writeFile(join(journal.directory, "conn-3.1.c.sealed.00ff00ff.draft"), "ha");
    expect(await journal.list()).toEqual(["conn-1.1.a"]);
  });

  it("leads to no other folder", async () => {
    await expect(journal.write("../conn-1", bytes("out"))).rejects.toThrow("plain name");
  });

  it("is tried out before anything depends on it, and leaves nothing behind", async () => {
    await journal.prepare();
    expect(await readdir(journal.directory)).toEqual([]);
    await writeFile(join(parent, "file"), "");
    await expect(createJournal(join(parent, "file")).prepare()).rejects.toMatchObject({ code: "EEXIST" });
  });
});
