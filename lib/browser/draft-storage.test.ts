import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { clearDraft, readDraft, withoutSecrets, writeDraft } from "./draft-storage.ts";

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

it("brings back what was typed, and nothing after it was cleared", () => {
  writeDraft("create", { name: "Drive" }, []);
  expect(readDraft("create")).toEqual({ name: "Drive" });
  clearDraft("create");
  expect(readDraft("create")).toBeNull();
});

it("never keeps a secret, whether it is listed or only sounds like one", () => {
  writeDraft("create", { name: "Drive", pin: "1234", clientSecret: "s3cr3t", refreshToken: "t0k3n" }, [
    "pin",
  ]);
  expect([...kept.values()].join()).not.toMatch(/1234|s3cr3t|t0k3n/);
  expect(withoutSecrets({ password: "x", newPassword: "y" }, [])).toEqual({});
});

it("starts afresh when what is stored is not a draft", () => {
  kept.set("mooring-draft:create", "[1]");
  expect(readDraft("create")).toBeNull();
  kept.set("mooring-draft:create", "{");
  expect(readDraft("create")).toBeNull();
});

it("works on where the browser forbids storage", () => {
  vi.stubGlobal("sessionStorage", undefined);
  expect(writeDraft("create", { name: "Drive" }, [])).toBe(false);
  expect(readDraft("create")).toBeNull();
});
