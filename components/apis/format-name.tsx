"use client";

import { useTranslations } from "use-intl";
import type { ApiPreview } from "#lib/apis/contract.ts";

const keys = { "openapi-3.1": "openapi31", "openapi-3.0": "openapi30", "swagger-2": "swagger2" } as const;

/** What a document is written in, or that there is none. */
export function FormatName({ format }: { format: ApiPreview["format"] | null }) {
  const t = useTranslations("apis.format");
  return t(format === null ? "hand" : keys[format]);
}
