import { describe, expect, it } from "vitest";
import { z } from "zod";
import { listOperations } from "./manifest.ts";

const writes = listOperations().flatMap(({ method, path, declaration }) =>
  method !== "get" && declaration.input?.body
    ? [{ name: `${method.toUpperCase()} ${path}`, schema: declaration.input.body }]
    : [],
);

interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** The shapes that a body may have, each with the fields that it knows. */
function shapesOf(schema: z.ZodType): JsonSchema[] {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const resolve = (shape: JsonSchema): JsonSchema[] => {
    const known = shape.$ref ? (root.$defs?.[shape.$ref.replace("#/$defs/", "")] ?? {}) : shape;
    return (known.anyOf ?? known.oneOf)?.flatMap(resolve) ?? [known];
  };
  return resolve(root);
}

/** What decides who owns a thing, who may do what with it, or which version of it counts. */
const privileged = {
  ...{
    role: "owner",
    platformRole: "admin",
    isPlatformAdmin: true,
    workspaceId: "ws-other",
    ownerId: "user-other",
  },
  ...{ createdById: "user-other", userId: "user-other", isShared: true, tokenVersion: 99, configVersion: 99 },
  ...{ status: "configured", secretVersion: 9, createdAt: "2020-01-01T00:00:00Z" },
};

// Where such a field is the very thing that the act is about, and its verb judges it.
const known: Record<string, readonly string[]> = {
  "PATCH /api/workspace/members/{id}": ["role"],
  "POST /api/invitations": ["role"],
  "PUT /api/session/workspace": ["workspaceId"],
};

describe("a body", () => {
  it.each(writes)("V-04: with fields of privilege is refused or loses them: $name", ({ name, schema }) => {
    for (const { properties = {}, additionalProperties } of shapesOf(schema)) {
      const taken = Object.keys(privileged).filter((field) => field in properties);
      expect(taken.filter((field) => !known[name]?.includes(field))).toEqual([]);
      expect(Object.keys(properties)).not.toEqual([]);
      expect([false, undefined]).toContain(additionalProperties);
    }
    const result = schema.safeParse({ ...privileged });
    if (!result.success) return;
    const kept = Object.keys(result.data as object).filter((field) => field in privileged);
    expect(kept.filter((field) => !known[name]?.includes(field))).toEqual([]);
  });

  const operators = [
    { not: "" },
    { startsWith: "" },
    { gt: "" },
    { contains: "" },
    { in: [""] },
    { set: null },
  ];
  it.each(writes)("V-02: with an operator in place of a text is refused: $name", ({ schema }) => {
    for (const { properties = {} } of shapesOf(schema)) {
      const fields = Object.keys(properties).filter((field) => properties[field]?.type !== "object");
      for (const field of fields)
        for (const operator of operators)
          expect([field, schema.safeParse({ [field]: operator }).success]).toEqual([field, false]);
    }
    expect(operators.every((operator) => !schema.safeParse(operator).success)).toBe(true);
  });
});

describe("a query", () => {
  const queries = listOperations().flatMap(({ method, path, declaration }) =>
    declaration.input?.query
      ? [{ name: `${method.toUpperCase()} ${path}`, schema: declaration.input.query }]
      : [],
  );

  it.each(queries)(
    "V-02: with a parameter that is repeated is refused, or does not know it: $name",
    ({ schema }) => {
      for (const { properties = {} } of shapesOf(schema))
        for (const field of Object.keys(properties)) {
          const result = schema.safeParse({ [field]: ["a", "b"] });
          expect(result.success && (result.data as Record<string, unknown>)[field]).toBe(false);
        }
    },
  );
});
