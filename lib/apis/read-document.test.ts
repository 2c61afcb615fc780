import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { MAX_DOCUMENT_BYTES } from "./document-fields.ts";
import { findJsonFault } from "./json-fault.ts";
import { readDocument } from "./read-document.ts";

const refusal = (input: string | Uint8Array) => {
  try {
    readDocument(input);
  } catch (error) {
    if (isAppError(error))
      return { code: error.code, detail: error.detail, ...(error.extensions.place as object) };
    throw error;
  }
  return null;
};

describe("the formats that are read", () => {
  it.each([
    ['{"openapi":"3.0.3"}', "openapi-3.0"],
    ['{"openapi":"3.1.1"}', "openapi-3.1"],
    ["openapi: 3.0.0", "openapi-3.0"],
    ["# a comment\n%YAML 1.2\n---\nopenapi: '3.1.0'", "openapi-3.1"],
    ["swagger: '2.0'", "swagger-2"],
    ["swagger: 2.0", "swagger-2"],
    ['\ufeff{"openapi":"3.1.0"}', "openapi-3.1"],
  ])("%j", (text, format) => {
    expect(readDocument(text).format).toBe(format);
  });

  it("takes YAML's merge keys and keeps dates, versions and `yes` as what they look like", () => {
    const { root } = readDocument(
      "openapi: 3.1.0\nbase: &b {q: 1}\nx:\n  <<: *b\n  day: 2026-01-31\n  y: yes",
    );
    expect(root).toMatchObject({ x: { q: 1, day: "2026-01-31", y: "yes" } });
  });
});

describe("a broken document is refused with its place and reason", () => {
  it.each([
    ['{"openapi": "3.0.3",\n  "info": {"title": "x",}\n}', 2, 25, "“}” where a name in double quotes"],
    ['{"openapi": "3.0.3",\n  "info": {"title": "x"}', 2, 25, "the document ends"],
    ['{"openapi": "3.0.3",\n  "info": tru}', 2, 11, "“tru” where a value should be"],
    ['{"openapi": "3.0.3"}\n}', 2, 1, "where the end of the document should be"],
    ['{"openapi": "3.0.3", "a": "b\nc"}', 1, 27, "a broken text"],
    ["openapi: 3.0.3\ninfo:\n  title: x\n bad: y\n", 4, 2, "bad indentation"],
    ["openapi: 3.0.3\ninfo:\n\ttitle: x\n", 3, 1, "tab characters"],
    ["openapi: 3.0.3\na: 1\na: 2\n", 3, 1, "duplicated mapping key"],
    ["openapi: 3.0.3\na: *nowhere\n", 2, 5, "unidentified alias"],
  ])("%j at line %i, column %i", (text, line, column, reason) => {
    expect(refusal(text)).toMatchObject({
      code: "invalid-input",
      line,
      column,
      reason: expect.stringContaining(reason),
    });
    expect(refusal(text)?.detail).toMatch(new RegExp(`^Line ${line}, column ${column}: `));
  });

  it.each([
    ["", "The document is empty."],
    ["hello", "its outermost value must be a mapping"],
    ["[1]", "its outermost value must be a mapping"],
    ["a: 1", "neither “openapi” nor “swagger”"],
    ["openapi: 3.2.0", "OpenAPI 3.2.0 is not read here"],
    ["swagger: '1.2'", "Swagger 1.2 is not read here"],
    ["openapi: 3.1.0\n---\nopenapi: 3.1.0", "a single document"],
  ])("%j", (text, reason) => {
    expect(refusal(text)).toMatchObject({ code: "invalid-input", detail: expect.stringContaining(reason) });
  });

  it.each([
    "openapi: {}",
    '{"openapi":{"toString":1}}',
    '{"swagger":{}}',
    '{"swagger":[{}]}',
    "swagger: {valueOf: 2}",
  ])("V-01: a version that is none: %s", (text) => {
    expect(refusal(text)).toMatchObject({
      code: "invalid-input",
      detail: expect.stringContaining("is not read here"),
    });
  });

  it("bytes that are not UTF-8", () => {
    expect(refusal(Uint8Array.of(0x7b, 0xff, 0x7d))?.detail).toContain("UTF-8");
  });

  it("finds a place exactly in the texts that JSON.parse refuses", () => {
    const cut = fc.tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", '"', "x", "0", "\n"));
    fc.assert(
      fc.property(cut, ([json, at, put]) => {
        const text = json.slice(0, at % (json.length + 1)) + put + json.slice((at % (json.length + 1)) + 1);
        const isJson = (() => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        })();
        expect(findJsonFault(text) === null).toBe(isJson);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a document that means harm is refused", () => {
  it("takes 5 MB and not a byte more", () => {
    const frame = '{"openapi":"3.0.0","x":""}';
    const fitting = frame.replace('""', `"${"x".repeat(MAX_DOCUMENT_BYTES - frame.length)}"`);
    expect(readDocument(fitting).format).toBe("openapi-3.0");
    expect(refusal(`${fitting} `)).toMatchObject({ code: "payload-too-large" });
    expect(refusal(new Uint8Array(MAX_DOCUMENT_BYTES + 1))).toMatchObject({ code: "payload-too-large" });
  }, 30_000);

  it.each([
    "https://evil.example/api.yaml#/components/schemas/A",
    "//evil.example/a.json",
    "file:///etc/passwd",
    "/etc/passwd",
    "./other.yaml#/A",
    "other.yaml",
    "",
  ])("with a reference to %j", (reference) => {
    const text = `openapi: 3.0.3\npaths:\n  /a:\n    get:\n      parameters:\n        - $ref: ${JSON.stringify(reference)}\n`;
    expect(refusal(text)).toMatchObject({
      line: 6,
      column: 11,
      pointer: "/paths/~1a/get/parameters/0",
      reason: expect.stringContaining("lies outside the document"),
    });
  });

  it("but `$ref` among an example's own words is only a word", () => {
    const text =
      'openapi: 3.0.3\npaths: {}\nx: {example: {$ref: "a.yaml"}, properties: {$ref: {type: string}}}';
    expect(readDocument(text).format).toBe("openapi-3.0");
    expect(refusal('openapi: 3.0.3\nx: {properties: {default: {$ref: "a.yaml"}}}')?.detail).toContain(
      "outside",
    );
  });

  it.each([
    ["JSON", '{"openapi":"3.1.0",\n"a":{"__proto__":{"isAdmin":true}}}'],
    ["YAML", "openapi: 3.1.0\na:\n  __proto__: {isAdmin: true}\n"],
    ["YAML, merged", "openapi: 3.1.0\nb: &b {'__proto__': {isAdmin: true}}\na:\n  <<: *b\n"],
  ])("with __proto__ in %s", (_, text) => {
    expect(refusal(text)?.detail).toContain("“__proto__” is a name that is not allowed");
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it("with aliases that unfold into a million values, or into themselves", () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
    expect(refusal(`openapi: 3.1.0\nl0: &l0 [x]\n${levels.join("\n")}`)?.detail).toContain("million values");
    expect(refusal("openapi: 3.1.0\nx: &x {a: *x}")?.detail).toContain("200 levels");
  }, 30_000);

  it.each(["[", '{"a":'])(
    "nested a hundred thousand times by %j",
    (open) => {
      const [many, close] = [100_000, open === "[" ? "]" : "}"];
      const nested = `${open.repeat(many)}1${close.repeat(many)}`;
      expect(refusal(`{"openapi":"3.1.0","x":${nested}}`)?.detail).toContain("200 levels");
      expect(refusal(`openapi: 3.1.0\nx: ${nested}`)?.detail).toContain("200");
    },
    30_000,
  );
});
