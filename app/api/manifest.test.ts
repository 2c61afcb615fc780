import { globSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { problemTypes } from "#lib/core/problem-types.ts";
import { buildOpenApi } from "#lib/http/openapi.ts";
import { listOperations, manifest } from "./manifest.ts";

// next-auth's own protocol, the document itself, and the 404 below /api.
const undocumented = ["/api/auth/[...nextauth]", "/api/openapi.json", "/api/[...rest]"];
const root = new URL("../../", import.meta.url).pathname;
const addresses = globSync("app/api/**/route.ts", { cwd: root })
  .map((file) => file.replace(/^app|\/route\.ts$/g, ""))
  .filter((address) => !undocumented.includes(address))
  .map((address) => address.replaceAll("[", "{").replaceAll("]", "}"));

const document = buildOpenApi(listOperations(), { origin: "https://mooring.example", version: "0.0.0" });

describe("the manifest", () => {
  it("has every route file below app/api", () => {
    expect(Object.keys(manifest).sort()).toEqual(addresses.sort());
  });

  it.each(Object.entries(manifest))("%s declares every method that it exports", (_, module) => {
    for (const [name, handler] of Object.entries(module))
      expect({ name, handler }).toHaveProperty("handler.declaration");
  });
});

describe("the OpenAPI document", () => {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

  it("is version 3.1 and has every operation once", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(operations).toHaveLength(listOperations().length);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("resolves every reference in itself", () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name] of references) expect(document.components?.schemas).toHaveProperty([name ?? ""]);
  });

  it.each(operations.map((it) => [it.method, it.path, it.operation] as const))(
    "%s %s names its parameters, who may call and its problems",
    (_, path, operation) => {
      const parameters = (operation.parameters ?? []).flatMap((it: { in: string; name: string }) =>
        it.in === "path" ? [it.name] : [],
      );
      expect(parameters.sort()).toEqual([...path.matchAll(/\{(.+?)\}/g)].map(([, name]) => name).sort());
      expect(operation).toMatchObject({
        summary: expect.stringMatching(/^[A-Z]/),
        security: expect.anything(),
        "x-mooring-access": expect.stringMatching(/./),
      });
      const statuses = Object.keys(operation.responses ?? {}).filter(
        (status) => !/^[23]/.test(status) && status !== "default",
      );
      for (const status of statuses)
        expect(Object.values(problemTypes).map((it) => String(it.status))).toContain(status);
    },
  );
});
