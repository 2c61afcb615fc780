import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { hashPassword, isSamePassword } from "./password-hash.ts";

const secret = (text: string) => new Secret(text);

describe("password hashes", () => {
  it("S-08: are argon2id with OWASP's parameters and a salt of their own", async () => {
    const [one, two] = await Promise.all([
      hashPassword(secret("correct horse")),
      hashPassword(secret("correct horse")),
    ]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  it("open for the same characters, however they were composed", async () => {
    const stored = await hashPassword(secret("caf\u00e9 au lait"));
    expect(await isSamePassword(stored, secret("cafe\u0301 au lait"))).toBe(true);
    expect(await isSamePassword(stored, secret("cafe au lait"))).toBe(false);
  });

  it("S-08: nothing opens an account that has none, and finding out takes a whole hash", async () => {
    const started = performance.now();
    expect(await isSamePassword(null, secret(""))).toBe(false);
    const withoutAccount = performance.now() - started;
    const again = performance.now();
    await isSamePassword(await hashPassword(secret("x")), secret("y"));
    expect(withoutAccount).toBeGreaterThan((performance.now() - again) / 20);
  });
});
