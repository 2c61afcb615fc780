import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { createMask } from "./mask-token.ts";

const token = "t0ken-t0ken-value";
const secret = new Secret(token);
const json = { headers: { "content-type": "application/json" } };

function run(chunks: Buffer[], headers: Record<string, string> = json.headers): string | null {
  const mask = createMask({ headers }, secret);
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

  it.each([1, 7, 400])(
    "P-11, P-13: is written over as it stands in an address or escaped, in pieces of %i",
    (size) => {
      const key = "k3y/with+signs==";
      const escaped = key.replaceAll("/", "\\/");
      const forms = [key, encodeURIComponent(key), "k3y%2fwith%2bsigns%3d%3d", escaped];
      const text = Buffer.from(forms.map((form) => `"https://api.example/next?key=${form}"`).join(","));
      const mask = createMask(json, new Secret(key));
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.subarray(index * size, (index + 1) * size),
      ).map((piece) => mask?.change(piece) ?? piece);
      const passed = Buffer.concat([...pieces, mask?.rest() ?? Buffer.alloc(0)]).toString();
      expect(passed).toHaveLength(text.length);
      expect(forms.filter((form) => passed.includes(form))).toEqual([]);
      expect(passed.replaceAll("*", "")).toBe(forms.map(() => '"https://api.example/next?key="').join(","));
    },
  );

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
    { "content-type": "application/octet-stream" },
  ])("is not looked for in bytes that are no plain text: %o", (headers) => {
    expect(run([Buffer.from(token)], headers as Record<string, string>)).toBeNull();
  });
});
