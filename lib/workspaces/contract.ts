import { z } from "zod";
import { emailSchema, newPasswordSchema } from "#lib/core/credentials.ts";
import { pageQuerySchema, pageSchema } from "#lib/core/page.ts";

export {
  type DepartingConnection,
  type Departure,
  type DepartureChoice,
  departedSchema,
  departureQuery,
  departureSchema,
  type LeaveWorkspace,
  leaveWorkspaceSchema,
} from "./departure-schemas.ts";

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

/** A workspace that the caller belongs to. */
export const ownWorkspaceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    role: z.enum(["owner", "admin", "member"]),
    isCurrent: z.boolean().meta({ description: "The one that the caller works in now" }),
  })
  .meta({ id: "OwnWorkspace" });

export type OwnWorkspace = z.output<typeof ownWorkspaceSchema>;

export const ownWorkspaceListSchema = z.object({ items: z.array(ownWorkspaceSchema) });

export const createWorkspaceSchema = z.strictObject({ name: nameSchema }).meta({ id: "CreateWorkspace" });

export type CreateWorkspace = z.output<typeof createWorkspaceSchema>;

export const memberSchema = z
  .object({
    id: z.string().meta({ description: "The person's id" }),
    name: z.string(),
    email: z.string(),
    role: z.enum(["owner", "admin", "member"]),
    isPlatformAdmin: z.boolean(),
    hasSecondFactor: z
      .boolean()
      .nullable()
      .meta({ description: "Told to owners and platform admins; `null` for everybody else" }),
    joinedAt: z.iso.datetime(),
  })
  .meta({ id: "Member" });

export type Member = z.output<typeof memberSchema>;

export const memberPageSchema = pageSchema(memberSchema);

export const memberQuerySchema = pageQuerySchema;

export const memberParams = z.object({
  id: z.string().min(1).max(80).meta({ description: "A person's id" }),
});

export const updateMemberSchema = z
  .strictObject({ role: z.enum(["owner", "admin", "member"]) })
  .meta({ id: "UpdateMember" });

export type UpdateMember = z.output<typeof updateMemberSchema>;

/** What ends or moves when somebody is no longer a member. */
export const memberImpactSchema = z
  .object({
    personalConnections: z.int().meta({ description: "Disconnected, and revoked at their providers" }),
    sharedConnections: z.int().meta({ description: "Kept, under another owner" }),
    keys: z.int().meta({ description: "API keys that end" }),
    first: z
      .array(
        z.object({
          connectionId: z.string(),
          account: z.string().nullable(),
          integration: z.object({ id: z.string(), name: z.string() }),
          isShared: z.boolean(),
        }),
      )
      .meta({ description: "The newest five of the connections" }),
    heirs: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .meta({ description: "Who may become the owner of the shared ones: owners and admins" }),
  })
  .meta({ id: "MemberImpact" });

export type MemberImpact = z.output<typeof memberImpactSchema>;

const countSchema = z.coerce.number().int().min(0);

/** What goes with a workspace when it is deleted. */
export const workspaceImpactSchema = z
  .object({
    members: z.int(),
    integrations: z.int(),
    connections: z.int().meta({ description: "Disconnected, and revoked at their providers" }),
    apiKeys: z.int().meta({ description: "Keys that work now" }),
    applications: z.int(),
    customApis: z.int(),
    webhooks: z.int(),
    recentCalls: z.int().meta({ description: "Calls through the gateway in the last 7 days" }),
    firstIntegrations: z.array(z.string()).meta({ description: "The first five integrations, by name" }),
  })
  .meta({ id: "WorkspaceImpact" });

export type WorkspaceImpact = z.output<typeof workspaceImpactSchema>;

export const workspaceParams = z.object({
  id: z.string().min(1).max(80).meta({ description: "The id of the workspace that you work in" }),
});

/** The counts that the person saw and confirmed; 409 when they moved. */
export const deleteWorkspaceQuery = z.strictObject({
  members: countSchema,
  integrations: countSchema,
  connections: countSchema,
  apiKeys: countSchema,
  applications: countSchema,
  customApis: countSchema,
  webhooks: countSchema,
});

export type DeleteWorkspace = z.output<typeof deleteWorkspaceQuery>;

/** Where the person goes on who has deleted a workspace. */
export const workspaceDeletionSchema = z
  .object({
    nextWorkspaceId: z
      .string()
      .nullable()
      .meta({ description: "The workspace of the new session; `null`: signed out, it was their last one" }),
  })
  .meta({ id: "WorkspaceDeletion" });

/** The counts that the person saw and confirmed; 409 when they moved. */
export const deleteMemberQuery = z.strictObject({
  personalConnections: countSchema,
  sharedConnections: countSchema,
  keys: countSchema,
  heirId: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .meta({ description: "Who becomes the owner of the shared connections; the caller unless given" }),
});

export type DeleteMember = z.output<typeof deleteMemberQuery>;

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
