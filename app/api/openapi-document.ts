import { buildOpenApi, type OpenApiDocument } from "#lib/http/openapi.ts";
import packageJson from "../../package.json" with { type: "json" };
import { listOperations } from "./manifest.ts";

/** The OpenAPI document of this version at this address. */
export function openApiDocument(origin: string): OpenApiDocument {
  return buildOpenApi(listOperations(), { origin, version: packageJson.version });
}
