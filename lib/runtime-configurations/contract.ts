import { z } from "zod";
import { pageSchema } from "#lib/core/page.ts";
import { surroundingShape, surroundingSlugSchema, surroundingUseShape } from "#lib/core/surrounding.ts";
import { lineSchema } from "#lib/integrations/fields.ts";

/** Where a workspace's software runs: production, test, … An integration can have another client in each. */
export const runtimeConfigurationSchema = z.object(surroundingShape).meta({ id: "RuntimeConfiguration" });
export type RuntimeConfiguration = z.output<typeof runtimeConfigurationSchema>;

export const runtimeConfigurationPageSchema = pageSchema(runtimeConfigurationSchema);

const nameSchema = lineSchema(80).min(1, "Give the runtime configuration a name.");

export const createRuntimeConfigurationSchema = z
  .strictObject({
    name: nameSchema,
    slug: surroundingSlugSchema.optional().meta({ description: "Made from the name unless given" }),
  })
  .meta({ id: "CreateRuntimeConfiguration" });
export type CreateRuntimeConfiguration = z.output<typeof createRuntimeConfigurationSchema>;

/** A change; what is left out stays. */
export const updateRuntimeConfigurationSchema = z
  .strictObject({
    name: nameSchema.optional(),
    slug: surroundingSlugSchema.optional(),
    isDefault: z
      .literal(true, "Make another one the default instead.")
      .optional()
      .meta({ description: "Takes the place of the present default" }),
  })
  .meta({ id: "UpdateRuntimeConfiguration" });
export type UpdateRuntimeConfiguration = z.output<typeof updateRuntimeConfigurationSchema>;

export const runtimeConfigurationParams = z.object({ id: z.string().min(1).max(80) });

/** What is in the way of deleting one, and what moves to the default: fetched live by the dialog that asks. */
export const runtimeConfigurationImpactSchema = z
  .object({
    ...surroundingUseShape,
    firstKeys: z.array(z.string()).meta({ description: "The names of at most five of the keys" }),
    endedKeys: z.int().meta({ description: "Revoked and expired keys: these move to the default" }),
  })
  .meta({ id: "RuntimeConfigurationImpact" });
export type RuntimeConfigurationImpact = z.output<typeof runtimeConfigurationImpactSchema>;
