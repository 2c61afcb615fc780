import { z } from "zod";
import { createApiKeySchema, pathPrefixSchema } from "#lib/api-keys/contract.ts";
import type { ApiKeyScope } from "#lib/core/permissions.ts";

/** What the form of a new key holds. */
export interface CreateValues {
  name: string;
  scopes: ApiKeyScope[];
  lifetime: string;
  applicationId?: string;
  runtimeConfigurationId?: string;
  allowedConnectionIds: string[];
  allowedMethods: string;
  /** One a line. */
  allowedPathPrefixes: string;
}

export const lifetimes = ["30", "90", "365", "never"] as const;

/** The values as the API takes them. */
export const createForm = z
  .custom<CreateValues>()
  .superRefine(({ allowedPathPrefixes }, context) => {
    const wrong = toLines(allowedPathPrefixes)
      .map((line) => pathPrefixSchema.safeParse(line).error?.issues[0]?.message)
      .find(Boolean);
    if (wrong) context.addIssue({ code: "custom", path: ["allowedPathPrefixes"], message: wrong });
  })
  .transform(
    ({ lifetime, allowedMethods, allowedPathPrefixes, ...rest }): z.input<typeof createApiKeySchema> => ({
      ...rest,
      expiresInDays: lifetime === "never" ? null : Number(lifetime),
      allowedMethods: allowedMethods === "read" ? ["GET", "HEAD"] : [],
      allowedPathPrefixes: toLines(allowedPathPrefixes),
    }),
  )
  .pipe(createApiKeySchema);

// Unless something else is chosen, the server takes the workspace's defaults, and the key has no limits.
export const defaultValues: CreateValues = {
  name: "",
  scopes: ["connections:use"],
  lifetime: "90",
  applicationId: undefined,
  runtimeConfigurationId: undefined,
  allowedConnectionIds: [],
  allowedMethods: "all",
  allowedPathPrefixes: "",
};

function toLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
