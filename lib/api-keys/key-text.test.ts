import { describe, expect, it } from "vitest";
import { createKeyText, describeKey, hashKey, isKeyText } from "./key-text.ts";

const zero = createKeyText(new Uint8Array(32)).reveal();
const full = createKeyText(new Uint8Array(32).fill(255)).reveal();

describe("an API key's text", () => {
  it("Z-09: is a prefix, 256 bits in base 62 and a checksum, always of the same length", () => {
    expect(zero).toMatch(/^mrg_0{43}[0-9A-Za-z]{6}$/);
    expect(full).toMatch(/^mrg_[0-9A-Za-z]{49}$/);
    expect(createKeyText().reveal()).toMatch(/^mrg_[0-9A-Za-z]{49}$/);
  });

  it("keeps its known answers: keys made before stay keys", () => {
    expect(zero).toBe("mrg_000000000000000000000000000000000000000000033gWr1");
    expect(full).toBe("mrg_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp10EKXcl");
    expect(isKeyText(zero) && isKeyText(full)).toBe(true);
  });

  it("Z-09: never comes twice", () => {
    const keys = new Set(Array.from({ length: 2_000 }, () => createKeyText().reveal()));
    expect(keys.size).toBe(2_000);
  });

  it("Z-09: a single changed character fails the checksum", () => {
    const key = createKeyText().reveal();
    for (let at = 4; at < key.length; at++) {
      const other = key[at] === "a" ? "b" : "a";
      expect(isKeyText(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
    }
  });

  it.each([
    "",
    "mrg_",
    "mrg_short",
    `ghp_${zero.slice(4)}`,
    `${zero} `,
    `${zero}\n`,
    zero.toUpperCase(),
    "\u0000",
  ])("refuses %j", (text) => {
    expect(isKeyText(text)).toBe(false);
  });

  it("is stored as a SHA-256 and shown by its ends only", () => {
    const key = createKeyText(new Uint8Array(32).fill(1));
    expect(hashKey(key.reveal())).toHaveLength(32);
    expect(describeKey(key)).toEqual({ prefix: key.reveal().slice(0, 8), last4: key.reveal().slice(-4) });
    expect(String(key)).toBe("[redacted]");
  });
});
