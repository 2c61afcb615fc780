import { z } from "zod";
import { emailSchema, newPasswordSchema } from "#lib/core/credentials.ts";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";

const nameSchema = z.string().trim().min(1, "Enter a name.").max(80, "Use at most 80 characters.");

export const workspaceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    memberCount: z.int(),
    auditDays: z
      .int()
      .nullable()
      .meta({ description: "How many days audit events are kept; `null`: for ever" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Workspace" });

export type Workspace = z.output<typeof workspaceSchema>;

/** For how many days audit events can be kept. */
export const auditDayChoices = [90, 180, 365, 730, 1825] as const;

/** A change; what is left out stays. */
export const updateWorkspaceSchema = z
  .strictObject({
    name: nameSchema.optional(),
    auditDays: z.literal(auditDayChoices).nullable().optional().meta({
      description: "Older audit events are removed each night, for good; `null`: none ever is",
    }),
  })
  .meta({ id: "UpdateWorkspace" });

export type UpdateWorkspace = z.output<typeof updateWorkspaceSchema>;

export const memberSchema = z
  .object({
    id: z.string().meta({ description: "The person's id" }),
    name: z.string(),
    email: z.string(),
    role: z.enum(["owner", "admin", "member"]),
    isPlatformAdmin: z.boolean(),
    joinedAt: z.iso.datetime(),
  })
  .meta({ id: "Member" });

export type Member = z.output<typeof memberSchema>;

export const memberPageSchema = pageSchema(memberSchema);

export const memberQuerySchema = pageQuerySchema;

/** The set-up form: the code from the start-up log, and the first person. */
export const setupSchema = z
  .strictObject({
    setupCode: z.string().trim().min(1, "Enter the code that the start-up log shows.").max(80),
    name: nameSchema,
    email: emailSchema,
    password: newPasswordSchema,
    workspaceName: nameSchema.default("Main"),
  })
  .meta({ id: "Setup" });

export type Setup = z.output<typeof setupSchema>;

export const deploymentOwnerSchema = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
    workspace: z.object({ id: z.string(), name: z.string(), slug: z.string() }),
  })
  .meta({ id: "DeploymentOwner" });

export type DeploymentOwner = z.output<typeof deploymentOwnerSchema>;

/** The first-run checklist: what has been done, told by what is there. */
export const firstStepsSchema = z
  .object({
    hasCredentials: z.boolean(),
    hasIntegration: z.boolean(),
    hasConnection: z.boolean(),
    hasCall: z.boolean(),
    integrationSlug: z.string().nullable().meta({ description: "Where the next step is taken" }),
    connectionId: z.string().nullable(),
  })
  .meta({ id: "FirstSteps" });

export type FirstSteps = z.output<typeof firstStepsSchema>;
