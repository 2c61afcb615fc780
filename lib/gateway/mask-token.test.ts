import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMask } from "./mask-token.ts";

const token = "t0ken-t0ken-value";
const json = { headers: { "content-type": "application/json" } };

function run(chunks: Buffer[], headers: Record<string, string> = json.headers): string | null {
  const mask = createMask({ headers }, token);
  if (!mask) return null;
  const passed = chunks.map((chunk) => mask.change(chunk));
  return Buffer.concat([...passed, mask.rest() ?? Buffer.alloc(0)]).toString("latin1");
}

describe("a token in a provider's answer", () => {
  it("P-11: is written over wherever the pieces are cut, and nothing else changes", () => {
    const text = `{"a":"${token}","b":"t0ken-t0ken-","c":"${token}${token}"}`;
    const wanted = text.replaceAll(token, "*".repeat(token.length));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 40 }), (lengths) => {
        const chunks: Buffer[] = [];
        let at = 0;
        for (const length of lengths) {
          chunks.push(Buffer.from(text.slice(at, at + length), "latin1"));
          at += length;
        }
        chunks.push(Buffer.from(text.slice(at), "latin1"));
        expect(run(chunks)).toBe(wanted);
      }),
    );
  });

  it("P-11: is found up to 1 MB, and what comes after passes untouched", () => {
    const filler = Buffer.alloc(1024 * 1024 - token.length - 1, "x");
    const [within, beyond] = [
      run([filler, Buffer.from(token)]),
      run([filler, Buffer.from("y".repeat(token.length + 2)), Buffer.from(token)]),
    ];
    expect([within?.includes(token), beyond?.endsWith(token)]).toEqual([false, true]);
  });

  it.each([
    { "content-type": "image/png" },
    { "content-type": "application/json", "content-encoding": "gzip" },
    {},
  ])("is not looked for in bytes that are no plain text: %o", (headers) => {
    expect(run([Buffer.from(token)], headers as Record<string, string>)).toBeNull();
  });
});
