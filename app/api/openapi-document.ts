import { buildOpenApi, type OpenApiDocument } from "#lib/http/openapi.ts";
import packageJson from "../../package.json" with { type: "json" };
import { listOperations } from "./manifest.ts";

let made: { origin: string; document: OpenApiDocument } | null = null;

/** The OpenAPI document of this version at this address; not to be changed. Made once: neither moves while a process runs. */
export function openApiDocument(origin: string): OpenApiDocument {
  if (made?.origin !== origin) {
    const document = buildOpenApi(listOperations(), { origin, version: packageJson.version });
    made = { origin, document };
  }
  return made.document;
}
