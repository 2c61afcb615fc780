import { z } from "zod";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { openApiDocument } from "../openapi-document.ts";

export const GET = route({
  access: "public",
  summary: "Get this document",
  output: z.record(z.string(), z.unknown()),
  run: async ({ settings }) => ({ ...openApiDocument(settings.origin) }),
});

export const HEAD = head(GET);
