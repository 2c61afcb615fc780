import { describe, expect, it } from "vitest";
import { curlCommand, exampleOf } from "./curl.ts";
import { type JsonSchema, schemaRows, typeText } from "./schema-rows.ts";
import { toReference } from "./to-reference.ts";

const schemas: Record<string, JsonSchema> = {
  Key: {
    type: "object",
    required: ["id", "scopes"],
    properties: {
      id: { type: "string", description: "The id" },
      scopes: { type: "array", items: { enum: ["read", "use"] } },
      owner: { anyOf: [{ $ref: "#/components/schemas/Person" }, { type: "null" }] },
    },
  },
  Person: {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string", examples: ["Ada"] },
      boss: { $ref: "#/components/schemas/Person" },
    },
  },
};
const key = { $ref: "#/components/schemas/Key" };

describe("the rows of a schema", () => {
  it("are its fields, nested ones under their parent", () => {
    const rows = schemaRows(
      { type: "object", required: ["items"], properties: { items: { type: "array", items: key } } },
      schemas,
    );
    expect(
      rows.slice(0, 5).map(({ name, depth, type, isRequired }) => [name, depth, type, isRequired]),
    ).toEqual([
      ["items", 0, "array of Key", true],
      ["id", 1, "string", true],
      ["scopes", 1, 'array of "read" | "use"', true],
      ["owner", 1, "Person or null", false],
      ["name", 2, "string", true],
    ]);
  });

  it("have a path of their own each", () => {
    const paths = schemaRows(key, schemas).map(({ path }) => path);
    expect(paths).toContain("owner.boss.name");
    expect(new Set(paths).size).toBe(paths.length);
  });

  it("end although a schema contains itself", () => {
    expect(schemaRows({ $ref: "#/components/schemas/Person" }, schemas).length).toBeLessThan(20);
  });

  it("count a field with a default as optional, and name the default", () => {
    const rows = schemaRows(
      { properties: { limit: { type: "integer", default: 25, description: "Rows" } }, required: ["limit"] },
      {},
    );
    expect(rows).toEqual([
      {
        path: "limit",
        name: "limit",
        depth: 0,
        type: "integer",
        isRequired: false,
        description: "Rows. Default: 25",
      },
    ]);
  });

  it("are one nameless row for anything else, none for nothing", () => {
    expect(schemaRows({ type: "string" }, {})).toMatchObject([{ name: "", type: "string" }]);
    expect(schemaRows(undefined, {})).toEqual([]);
  });

  it.each([
    [{ type: ["string", "null"] }, "string or null"],
    [{ type: "string", format: "date-time" }, "date-time"],
    [{ const: "oauth2" }, '"oauth2"'],
    [{}, "anything"],
    [{ type: "array" }, "array of anything"],
  ] as [JsonSchema, string][])("call %j %j", (schema, text) => {
    expect(typeText(schema, {})).toBe(text);
  });
});

describe("the curl command", () => {
  it("has the key in a variable and an example of what the body needs", () => {
    const command = curlCommand(
      { origin: "https://mooring.example", method: "POST", path: "/api/keys", body: key },
      schemas,
    );
    expect(command).toBe(
      [
        'curl -X POST "https://mooring.example/api/keys" \\',
        '  -H "Authorization: Bearer $MOORING_KEY" \\',
        '  -H "Content-Type: application/json" \\',
        `  -d '{"id":"…","scopes":["read"]}'`,
      ].join("\n"),
    );
  });

  it("quotes a quote for the shell", () => {
    const body = { type: "object", required: ["name"], properties: { name: { examples: ["Ada's"] } } };
    expect(curlCommand({ origin: "", method: "PUT", path: "/x", body }, {})).toContain(
      `{"name":"Ada'\\''s"}`,
    );
  });

  it("makes an example of every type", () => {
    const properties = {
      a: { type: "integer" },
      b: { type: "boolean" },
      c: { $ref: "#/components/schemas/Person" },
      d: { anyOf: [{ type: "number" }] },
    };
    expect(exampleOf({ type: "object", required: ["a", "b", "c", "d"], properties }, schemas)).toEqual({
      a: 1,
      b: true,
      c: { name: "Ada" },
      d: 1,
    });
  });
});

it("groups operations by noun and says who may call them", () => {
  const operation = {
    operationId: "getKeys",
    summary: "List keys",
    tags: ["keys"],
    security: [{ session: [] }],
    "x-mooring-access": "api-keys:read",
    parameters: [{ in: "query", name: "limit", schema: { type: "integer" } }],
    responses: {
      "200": { content: { "application/json": { schema: key } } },
      "409": { description: "`conflict`: It changed; `connection-needs-reauth`: Sign in" },
      default: { description: "`internal`: x" },
    },
  };
  const [group] = toReference({
    servers: [{ url: "https://m.example" }],
    paths: { "/api/keys": { get: operation } },
    components: { schemas },
  });
  expect(group).toMatchObject({
    noun: "keys",
    operations: [
      {
        ...{ id: "getKeys", method: "GET", access: "api-keys:read", isForApiKeys: false, curl: null },
        query: [{ name: "limit", isRequired: false }],
        problems: [{ status: "409", codes: ["conflict", "connection-needs-reauth"] }],
      },
    ],
  });
});
