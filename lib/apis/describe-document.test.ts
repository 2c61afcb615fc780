import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { describeDocument } from "./describe-document.ts";

const info = { title: "Files", version: "2.1" };
const read = (document: object, url: string | null = null) => describeDocument(JSON.stringify(document), url);
const open = (paths: object, rest: object = {}) => read({ openapi: "3.0.3", info, paths, ...rest });
const fault = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (isAppError(error)) return (error.extensions.place as { pointer?: string }).pointer ?? error.detail;
    throw error;
  }
  return null;
};

describe("operations", () => {
  it("take path item and operation together, the operation's own parameter before the shared one", () => {
    const { operations } = open(
      {
        "/files/{id}": {
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "string", example: "f-1" } },
            { name: "view", in: "query", schema: { type: "string", enum: ["short", "long"] } },
            { name: "Authorization", in: "header", schema: { type: "string" } },
            { name: "sid", in: "cookie", schema: { type: "string" } },
          ],
          get: {
            summary: "Get a file\n  now",
            tags: ["Files", "Other"],
            deprecated: true,
            parameters: [
              { $ref: "#/components/parameters/Fields" },
              { name: "view", in: "query", required: true, schema: { type: "boolean" } },
            ],
          },
        },
      },
      {
        components: {
          parameters: {
            Fields: {
              name: "fields",
              in: "query",
              style: "form",
              explode: false,
              schema: { type: "array", items: { type: "string", enum: ["a", "b"] } },
            },
          },
        },
      },
    );
    expect(operations).toEqual([
      {
        key: "GET /files/{id}",
        method: "GET",
        path: "/files/{id}",
        summary: "Get a file now",
        tag: "Files",
        isDeprecated: true,
        requestBody: null,
        parameters: [
          {
            name: "id",
            in: "path",
            isRequired: true,
            type: "string",
            description: null,
            example: "f-1",
            choices: null,
            separator: null,
          },
          {
            name: "view",
            in: "query",
            isRequired: true,
            type: "boolean",
            description: null,
            example: null,
            choices: null,
            separator: null,
          },
          {
            name: "fields",
            in: "query",
            isRequired: false,
            type: "array",
            description: null,
            example: "a",
            choices: ["a", "b"],
            separator: ",",
          },
        ],
      },
    ]);
  });

  it("know a path's parameters even where the document forgot them", () => {
    const { operations } = open({ "/a/{x}/{y}": { get: {} } });
    expect(operations[0]?.parameters.map(({ name, in: place }) => [place, name])).toEqual([
      ["path", "x"],
      ["path", "y"],
    ]);
  });

  it("are told apart by method and path, for operationIds repeat", () => {
    const { operations } = open({
      "/a": { get: { operationId: "x" }, post: { operationId: "x" } },
      "/b": { get: { operationId: "x" }, trace: {}, "x-y": 1 },
    });
    expect(operations.map(({ key, summary }) => [key, summary])).toEqual([
      ["GET /a", "x"],
      ["POST /a", "x"],
      ["GET /b", "x"],
    ]);
  });

  it("have a body with an example made from its schema, which may run in a circle", () => {
    const { operations } = open(
      {
        "/a": {
          post: {
            requestBody: {
              required: true,
              content: {
                "text/xml": {},
                "application/json": { schema: { $ref: "#/components/schemas/Node" } },
              },
            },
          },
        },
      },
      {
        components: {
          schemas: {
            Node: {
              type: "object",
              properties: {
                id: { type: "integer", readOnly: true },
                name: { type: "string" },
                when: { type: "string", format: "date" },
                next: { $ref: "#/components/schemas/Node" },
                all: { type: "array", items: { $ref: "#/components/schemas/Node" } },
              },
            },
          },
        },
      },
    );
    const body = operations[0]?.requestBody;
    expect(body).toMatchObject({ contentType: "application/json", isRequired: true });
    expect(JSON.parse(body?.example ?? "{}")).toMatchObject({
      name: "string",
      when: "2026-01-31",
      next: { name: "string" },
    });
  });

  it.each([
    [{ example: { a: 1 }, schema: { type: "object" } }, { a: 1 }],
    [{ examples: { one: { $ref: "#/components/examples/E" } } }, { e: true }],
    [
      {
        schema: {
          allOf: [
            { type: "object", properties: { a: { type: "boolean" } } },
            { properties: { b: { default: 7 } } },
          ],
        },
      },
      { a: true, b: 7 },
    ],
    [{ schema: { oneOf: [{ type: "array", items: { type: "number" } }] } }, [0]],
    [{ schema: { $ref: "#/nowhere" } }, null],
  ])("take the body's example from %j", (media, expected) => {
    const { operations } = open(
      { "/a": { put: { requestBody: { content: { "application/json": media } } } } },
      { components: { examples: { E: { value: { e: true } } } } },
    );
    expect(JSON.parse(operations[0]?.requestBody?.example ?? "null")).toEqual(expected);
  });

  it("stay small when schemas unfold without end", () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `S${i}`,
        {
          type: "object",
          properties: Object.fromEntries(
            Array.from({ length: 40 }, (_, k) => [
              `p${k}`,
              { $ref: `#/components/schemas/S${(i + k) % 40}` },
            ]),
          ),
        },
      ]),
    );
    const paths = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [
        `/a${i}`,
        {
          post: {
            requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/S0" } } } },
          },
        },
      ]),
    );
    const { operations } = open(paths, { components: { schemas } });
    expect(operations).toHaveLength(500);
    for (const { requestBody } of operations) expect(requestBody?.example?.length ?? 0).toBeLessThan(4_001);
  });

  it("come in ten thousand, and in twenty thousand at most", () => {
    const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
    const paths = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [
        `/things/${i}/{id}`,
        { get: { tags: ["Things"], summary: `Thing ${i}`, parameters } },
      ]),
    );
    expect(open(paths).operations).toHaveLength(10_000);
    expect(
      fault(() => open(Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`/${i}`, { get: {} }])))),
    ).toBe("/paths");
  }, 30_000);

  it.each([
    [{ a: {} }, "/paths/a"],
    [{ "/a": 1 }, "/paths/~1a"],
    [{ [`/${"ü".repeat(600)}`]: {} }, "/paths"],
    [{ "/a\u0000": {} }, "/paths"],
    [{ "/a": { get: [] } }, "/paths/~1a/get"],
    [{ "/a": { get: { parameters: {} } } }, "/paths/~1a/get/parameters"],
    [{ "/a": { get: { parameters: [1] } } }, "/paths/~1a/get/parameters/0"],
    [{ "/a": { get: { parameters: [{ in: "query" }] } } }, "/paths/~1a/get/parameters/0"],
    [
      { "/a": { get: { parameters: [{ $ref: "#/components/parameters/None" }] } } },
      "/paths/~1a/get/parameters/0",
    ],
    [
      { "/a": { get: { parameters: [{ $ref: "#/paths/~1a/get/parameters/0" }] } } },
      "/paths/~1a/get/parameters/0",
    ],
    [{ "/a": { post: { requestBody: "x" } } }, "/paths/~1a/post/requestBody"],
    [{ "/a": { $ref: "#/paths/~1b" } }, "/paths/~1a"],
  ])("of %j are refused at %s", (paths, pointer) => {
    expect(fault(() => open(paths))).toBe(pointer);
  });

  it.each([
    [{ openapi: "3.0.3", info }, "“paths” is missing"],
    [{ openapi: "3.0.3", paths: {} }, "“info” is missing"],
    [{ openapi: "3.0.3", info: {}, paths: {} }, "/info"],
  ])("%j is no whole document", (document, place) => {
    expect(fault(() => read(document)) || "").toSatisfy((found: string) => found === place || found === "");
  });

  it("may be missing from a 3.1 document", () => {
    expect(read({ openapi: "3.1.0", info, webhooks: {} }).operations).toEqual([]);
  });
});

describe("Swagger 2", () => {
  const swagger = {
    swagger: "2.0",
    info,
    host: "api.example.com",
    basePath: "/v2",
    schemes: ["http", "https"],
    consumes: ["application/json"],
    paths: {
      "/pets": {
        get: {
          parameters: [
            {
              name: "tags",
              in: "query",
              type: "array",
              items: { type: "string" },
              collectionFormat: "multi",
            },
            { name: "ids", in: "query", type: "array", items: { type: "string" }, collectionFormat: "pipes" },
          ],
        },
        post: {
          parameters: [{ name: "pet", in: "body", required: true, schema: { $ref: "#/definitions/Pet" } }],
        },
      },
      "/form": {
        post: {
          consumes: ["application/x-www-form-urlencoded"],
          parameters: [{ name: "name", in: "formData", type: "string", required: true, default: "Rex" }],
        },
      },
    },
    definitions: { Pet: { type: "object", properties: { name: { type: "string", example: "Rex" } } } },
    securityDefinitions: {
      petAuth: {
        type: "oauth2",
        flow: "accessCode",
        authorizationUrl: "https://a.example/authorize",
        tokenUrl: "https://a.example/token",
        scopes: { "read:pets": "Read your pets" },
      },
      key: { type: "apiKey", in: "header", name: "X-Key" },
      basic: { type: "basic" },
    },
  };

  it("has its servers from schemes, host and basePath, https first", () => {
    expect(read(swagger).servers.map(({ url }) => url)).toEqual([
      "https://api.example.com/v2",
      "http://api.example.com/v2",
    ]);
    const { host: _, schemes: __, ...bare } = swagger;
    expect(read(bare, "https://docs.example.com/swagger.json").servers[0]?.url).toBe(
      "https://docs.example.com/v2",
    );
    expect(read(bare).servers).toEqual([]);
  });

  it("has bodies and forms among its parameters", () => {
    const [list, create, form] = read(swagger).operations;
    expect(list?.parameters.map(({ separator }) => separator)).toEqual([null, "|"]);
    expect(create).toMatchObject({
      parameters: [],
      requestBody: { contentType: "application/json", isRequired: true, example: '{\n  "name": "Rex"\n}' },
    });
    expect(form?.requestBody).toEqual({
      contentType: "application/x-www-form-urlencoded",
      isRequired: true,
      example: "name=Rex",
    });
  });

  it("has the same schemes under other words", () => {
    expect(read(swagger).schemes).toEqual([
      {
        name: "petAuth",
        description: null,
        kind: "oauth2",
        flows: [
          {
            flow: "authorizationCode",
            authorizationUrl: "https://a.example/authorize",
            tokenUrl: "https://a.example/token",
            refreshUrl: null,
            scopes: [{ id: "read:pets", description: "Read your pets" }],
          },
        ],
      },
      { name: "key", description: null, kind: "apiKey", in: "header", parameter: "X-Key" },
      { name: "basic", description: null, kind: "basic" },
    ]);
  });
});

describe("servers", () => {
  const servers = (list: unknown, url: string | null = null) =>
    read({ openapi: "3.1.0", info, servers: list }, url).servers.map((server) => server.url);

  it("have their variables filled in, each choice once, the default first", () => {
    const variables = { region: { default: "eu", enum: ["us", "eu"] }, v: { default: 2 } };
    expect(servers([{ url: "https://{region}.api.example.com/v{v}", variables }])).toEqual([
      "https://eu.api.example.com/v2",
      "https://us.api.example.com/v2",
    ]);
  });

  it("are resolved against the document's address when they are relative", () => {
    expect(
      servers(
        [{ url: "../v1/" }, { url: "https://b.example/" }],
        "https://docs.example.com/api/openapi.json",
      ),
    ).toEqual(["https://docs.example.com/v1", "https://b.example"]);
    expect(servers(undefined, "https://docs.example.com/api/openapi.json")).toEqual([
      "https://docs.example.com",
    ]);
    expect(servers([{ url: "/v1" }])).toEqual([]);
  });

  it("V-01: fill no memory from a small document, however long their variables and however often they stand", () => {
    const long = "x".repeat(1_000_000);
    const bomb = { url: `https://a.example/${"{a}".repeat(300_000)}`, variables: { a: { default: long } } };
    const ok = { url: "https://{v}.example", variables: { v: { default: "ok", enum: ["$&", long] } } };
    const started = performance.now();
    expect(servers([bomb, ok])).toEqual(["https://ok.example", "https://$&.example"]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("that are no http addresses are left out", () => {
    expect(
      servers([
        { url: "javascript:alert(1)" },
        { url: "ftp://x.example" },
        { url: 7 },
        null,
        { url: "https://ok.example" },
      ]),
    ).toEqual(["https://ok.example"]);
  });
});

describe("security schemes", () => {
  const schemes = (securitySchemes: unknown) =>
    read({
      openapi: "3.1.0",
      info,
      servers: [{ url: "https://api.example.com/v1" }],
      components: { securitySchemes },
    }).schemes;

  it("give every OAuth flow with its addresses and scopes", () => {
    const flow = {
      authorizationUrl: "/authorize",
      tokenUrl: "https://a.example/token",
      refreshUrl: "https://a.example/refresh",
      scopes: { read: "Read", "no scope": "", write: 7 },
    };
    const [scheme] = schemes({
      o: {
        type: "oauth2",
        description: "Sign in",
        flows: {
          authorizationCode: flow,
          clientCredentials: { tokenUrl: "javascript:1", scopes: {} },
          implicit: { authorizationUrl: "https://a.example/i" },
          "x-more": {},
        },
      },
    });
    expect(scheme).toEqual({
      name: "o",
      description: "Sign in",
      kind: "oauth2",
      flows: [
        {
          flow: "authorizationCode",
          authorizationUrl: "https://api.example.com/authorize",
          tokenUrl: "https://a.example/token",
          refreshUrl: "https://a.example/refresh",
          scopes: [
            { id: "read", description: "Read" },
            { id: "write", description: "" },
          ],
        },
        { flow: "clientCredentials", authorizationUrl: null, tokenUrl: null, refreshUrl: null, scopes: [] },
        {
          flow: "implicit",
          authorizationUrl: "https://a.example/i",
          tokenUrl: null,
          refreshUrl: null,
          scopes: [],
        },
      ],
    });
  });

  it.each([
    [
      { type: "apiKey", in: "query", name: "api_key" },
      { kind: "apiKey", in: "query", parameter: "api_key" },
    ],
    [{ type: "http", scheme: "Basic" }, { kind: "basic" }],
    [{ type: "http", scheme: "bearer", bearerFormat: "JWT" }, { kind: "bearer" }],
    [
      { type: "http", scheme: "digest" },
      { kind: "other", type: "http digest" },
    ],
    [{ type: "mutualTLS" }, { kind: "other", type: "mutualTLS" }],
    [
      { type: "openIdConnect", openIdConnectUrl: "https://a.example/.well-known/openid-configuration" },
      { kind: "openIdConnect" },
    ],
    [{ $ref: "#/components/securitySchemes/b" }, { kind: "basic" }],
  ])("read %j", (scheme, expected) => {
    expect(schemes({ a: scheme, b: { type: "http", scheme: "basic" } })[0]).toMatchObject(expected);
  });

  it("that are no mappings are refused at their place", () => {
    expect(fault(() => schemes({ "a/b": 1 }))).toBe("/components/securitySchemes/a~1b");
    expect(fault(() => schemes([]))).toBe("/components/securitySchemes");
  });
});
