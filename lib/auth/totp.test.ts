import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { codeOf, createTotpSecret, findStep, stepAt, toBase32, toKeyUri } from "./totp.ts";

const bytes = (text: string) => new Secret(new Uint8Array(Buffer.from(text)));
const secret = bytes("12345678901234567890");
const at = (seconds: number) => new Date(seconds * 1_000);

describe("codes", () => {
  // RFC 6238, appendix B, SHA-1: eight digits there, of which ours are the last six.
  it.each([
    [59, "94287082"],
    [1_111_111_109, "07081804"],
    [1_111_111_111, "14050471"],
    [1_234_567_890, "89005924"],
    [2_000_000_000, "69279037"],
    [20_000_000_000, "65353130"],
  ])("are those of RFC 6238 at %d s", (seconds, eight) => {
    expect(codeOf(secret, stepAt(at(seconds)))).toBe(eight.slice(-6));
  });

  // RFC 4226, appendix D.
  it.each(
    ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"].map(
      (code, step) => [step, code] as const,
    ),
  )("are those of RFC 4226 for step %d", (step, code) => {
    expect(codeOf(secret, step)).toBe(code);
  });

  it("count one step before and after, and no further", () => {
    const now = at(1_111_111_111);
    const steps = [-2, -1, 0, 1, 2].map((offset) => stepAt(now) + offset);
    expect(steps.map((step) => findStep(secret, codeOf(secret, step), now))).toEqual([
      ...[null, steps[1], steps[2], steps[3], null],
    ]);
  });

  it("may be typed in groups, and nothing else passes for one", () => {
    const now = at(59);
    expect(findStep(secret, " 287 082 ", now)).toBe(1);
    for (const code of ["", "287083", "28708", "2870820", "２８７０８２", "94287082"])
      expect(findStep(secret, code, now)).toBeNull();
  });
});

describe("a secret", () => {
  // RFC 4648, section 10, without the padding.
  it.each([
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ])("reads %j in base 32 as %j", (plain, text) => {
    expect(toBase32(bytes(plain)).reveal()).toBe(text);
  });

  it("has 160 bits, and is named after the address and the host for the app", () => {
    const made = createTotpSecret();
    expect(made.reveal()).toHaveLength(20);
    const key = toBase32(made);
    expect(key.reveal()).toMatch(/^[A-Z2-7]{32}$/);
    expect(toKeyUri(key, { origin: "https://mooring.example:8443", email: "ada+x@example.com" })).toBe(
      `otpauth://totp/Mooring%20mooring.example:ada%2Bx%40example.com?secret=${key.reveal()}&issuer=Mooring%20mooring.example`,
    );
  });
});
