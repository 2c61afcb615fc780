import { z } from "zod";
import { pageSchema } from "#lib/core/page.ts";
import { surroundingShape, surroundingSlugSchema, surroundingUseShape } from "#lib/core/surrounding.ts";
import { lineSchema } from "#lib/integrations/fields.ts";

/** The software that calls: a service, a script, a product. API keys belong to one, and an integration can have another client for it. */
export const applicationSchema = z.object(surroundingShape).meta({ id: "Application" });
export type Application = z.output<typeof applicationSchema>;

export const applicationPageSchema = pageSchema(applicationSchema);

const nameSchema = lineSchema(80).min(1, "Give the application a name.");

export const createApplicationSchema = z
  .strictObject({
    name: nameSchema,
    slug: surroundingSlugSchema.optional().meta({ description: "Made from the name unless given" }),
  })
  .meta({ id: "CreateApplication" });
export type CreateApplication = z.output<typeof createApplicationSchema>;

/** A change; what is left out stays. */
export const updateApplicationSchema = z
  .strictObject({
    name: nameSchema.optional(),
    slug: surroundingSlugSchema.optional(),
    isDefault: z
      .literal(true, "Make another one the default instead.")
      .optional()
      .meta({ description: "Takes the place of the present default" }),
  })
  .meta({ id: "UpdateApplication" });
export type UpdateApplication = z.output<typeof updateApplicationSchema>;

export const applicationParams = z.object({ id: z.string().min(1).max(80) });

/** What is in the way of deleting one, and what moves to the default: fetched live by the dialog that asks. */
export const applicationImpactSchema = z
  .object({
    ...surroundingUseShape,
    firstKeys: z.array(z.string()).meta({ description: "The names of at most five of the keys" }),
    endedKeys: z.int().meta({ description: "Revoked and expired keys: these move to the default" }),
  })
  .meta({ id: "ApplicationImpact" });
export type ApplicationImpact = z.output<typeof applicationImpactSchema>;
