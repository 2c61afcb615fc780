import { z } from "zod";

/** The query of `GET /api/integrations/{id}/connect`. */
export const startFlowQuerySchema = z.object({
  /** Made by the page before it opens the popup, so that it can ask how the flow went. */
  handle: z.uuid().optional(),
  shared: z.stringbool().default(false),
  /** Sign in again for this connection; its id and shares stay. */
  connectionId: z.string().max(80).optional(),
  /** With `connectionId`: another account at the provider may take its place. */
  allowSwitch: z.stringbool().default(false),
  addScopes: z.stringbool().default(false).meta({
    description:
      "With `connectionId`: ask for what is granted already and for what the provider's API has asked for since",
  }),
  purpose: z.enum(["connect", "verify"]).default("connect"),
  runtime: z
    .string()
    .max(80)
    .optional()
    .meta({ description: "Connect under this runtime configuration, by id or slug; else the default one" }),
  application: z
    .string()
    .max(80)
    .optional()
    .meta({ description: "Connect under this application, by id or slug; else under none" }),
  override: z
    .string()
    .max(80)
    .optional()
    .meta({ description: "With `purpose=verify`: the override whose client is to be proven" }),
  returnTo: z.string().max(2_000).optional(),
});
export type StartFlowQuery = z.output<typeof startFlowQuerySchema>;

/** The query of `POST /api/integrations/{id}/connect`. */
export const connectQuerySchema = startFlowQuerySchema.pick({ connectionId: true, allowSwitch: true });
