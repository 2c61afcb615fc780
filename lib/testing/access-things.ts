import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { createApiBody } from "#lib/apis/contract.ts";
import { createApi } from "#lib/apis/create-api.ts";
import { createApplication } from "#lib/applications/create-application.ts";
import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { insertTokens } from "#lib/connections/repository-tokens.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import { Secret } from "#lib/core/secret.ts";
import { insertCredential } from "#lib/credentials/repository.ts";
import { createCustomOffering } from "#lib/custom-offerings/create-custom-offering.ts";
import { createInvitation } from "#lib/invitations/create-invitation.ts";
import { createOverride } from "#lib/overrides/create-override.ts";
import { createRuntimeConfiguration } from "#lib/runtime-configurations/create-runtime-configuration.ts";
import { secondPracticeClient } from "#lib/sandbox/practice-client.ts";
import { insertWebhook } from "#lib/webhooks/repository.ts";
import { verifyWebhook } from "#lib/webhooks/verify-webhook.ts";
import { type AccessWorld, nobodys, type ShareLevel } from "./access-world.ts";
import { practiceDocument } from "./api-document.ts";
import { beginFlow } from "./connections.ts";
import { createMember, createSession, findRuntimeConfigurationId } from "./factories.ts";
import { createPractice } from "./integrations.ts";

/** What can be made of each kind, by whom, and the ids that stand in a path for it, in order. */
type Make = (world: AccessWorld, by: MemberActor, level: ShareLevel | null) => Promise<string[]>;

const exampleApi = "https://api.example.com";

/** One function for each kind of thing that a path can name. What it makes bears a marker. */
export const makers = {
  integration: async (world, by) => {
    const name = world.plant({ kind: "integration", ...nobodys, workspaceId: by.workspaceId });
    return [(await createPractice(world.contextOf(by), { name })).id];
  },
  connection: async (world, by, level) => [await insertConnection(world, by, level)],
  override: async (world, by) => {
    const ctx = world.contextOf(by);
    const name = world.plant({ kind: "override", ...nobodys, workspaceId: by.workspaceId });
    const { id: runtimeConfiguration } = await createRuntimeConfiguration(ctx, { name });
    const { id } = await createPractice(ctx, { name });
    const { clientId, clientSecret } = secondPracticeClient(world.deployment.sessionKey);
    const settings = { clientId, prompt: "login" as const };
    const override = await createOverride(ctx, { id, runtimeConfiguration, settings, clientSecret });
    return [id, override.id];
  },
  webhook: async (world, by) => [await insertHook(world, by)],
  delivery: async (world, by) => {
    const webhook = await insertHook(world, by);
    return [webhook, (await verifyWebhook(world.contextOf(by), { id: webhook })).id];
  },
  application: async (world, by) => {
    const name = world.plant({ kind: "application", ...nobodys, workspaceId: by.workspaceId });
    return [(await createApplication(world.contextOf(by), { name })).id];
  },
  runtimeConfiguration: async (world, by) => {
    const name = world.plant({ kind: "runtimeConfiguration", ...nobodys, workspaceId: by.workspaceId });
    return [(await createRuntimeConfiguration(world.contextOf(by), { name })).id];
  },
  apiKey: async (world, by) => {
    const name = world.plant({ kind: "apiKey", ...ownedBy(by) });
    const wanted = { name, scopes: ["connections:read" as const], expiresInDays: 1 };
    return [(await createApiKey(world.contextOf(by), wanted)).id];
  },
  auditEvent: async (world, by) => {
    const label = world.plant({ kind: "auditEvent", ...ownedBy(by) });
    const ctx = world.contextOf(by);
    await createAuditEvent(ctx, { action: "connection.refresh", target: { kind: "connection", label } });
    return [(await ctx.db.auditEvent.findFirstOrThrow({ where: { targetLabel: label } })).id];
  },
  member: (world, by) => insertMember(world, by, "member"),
  /** An owner beside those that there are. */
  coOwner: (world, by) => insertMember(world, by, "owner"),
  session: async (world, by) => [await createSession(world.deployment.database.client, by)],
  invitation: async (world, by) => {
    const marker = world.plant({ kind: "invitation", ...nobodys, workspaceId: by.workspaceId });
    const invited = { email: `${marker}@example.com`, role: "member" as const };
    return [(await createInvitation(world.contextOf(by), invited)).id];
  },
  /** Somebody's own; nobody makes another. */
  workspace: async (_, { workspaceId }) => [workspaceId],
  api: async (world, by) => [await insertApi(world, by)],
  /** The private one of an API. */
  offering: async (world, by) => {
    const id = await insertApi(world, by);
    return [(await world.contextOf(by).db.api.findFirstOrThrow({ where: { id } })).offeringId];
  },
  customOffering: async (world, by) => {
    const displayName = world.plant({ kind: "customOffering", ...nobodys, workspaceId: null });
    const { id, data } = await createCustomOffering(world.contextOf(by), { copyOf: "github" });
    const { db } = world.contextOf(by);
    await db.customOffering.update({ where: { id }, data: { displayName } });
    await db.customOfferingVersion.updateMany({
      where: { offeringId: id },
      data: { data: JSON.parse(JSON.stringify({ ...data, displayName })) },
    });
    return [id];
  },
  oauthCredential: async (world, by) => {
    const id = newId("oauthCredential");
    await insertCredential(world.contextOf(by), {
      ...{ id, domain: world.plant({ kind: "oauthCredential", ...nobodys, workspaceId: null }) },
      ...{ clientId: "app", clientAuthentication: null, scopes: [], createdById: by.userId },
      ...{ authorizeUrl: `${exampleApi}/authorize`, tokenUrl: `${exampleApi}/token` },
      secret: new Secret("the-app-secret"),
    });
    return [id];
  },
  flow: async (world, by) => {
    const handle = crypto.randomUUID();
    const ctx = world.contextOf(by);
    await beginFlow(ctx, world.integrations[placeOf(world, by)], { handle });
    const { id } = await ctx.db.authorizationFlow.findUniqueOrThrow({ where: { handle } });
    return [id];
  },
} satisfies Record<string, Make>;

export type Kind = keyof typeof makers;

export function ownedBy({ workspaceId, userId }: MemberActor, level: ShareLevel | null = null) {
  return { workspaceId, ownerId: userId, level };
}

function placeOf({ people }: AccessWorld, { workspaceId }: MemberActor): "home" | "other" {
  return workspaceId === people.owner.workspaceId ? "home" : "other";
}

/** A connection with real tokens of the practice provider, through the workspace's integration unless told otherwise. */
export async function insertConnection(
  world: AccessWorld,
  by: MemberActor,
  level: ShareLevel | null,
  integrationId = world.integrations[placeOf(world, by)].id,
): Promise<string> {
  const id = newId("connection");
  const { workspaceId, userId: ownerId } = by;
  const ctx = world.contextOf(by);
  const marker = world.plant({ kind: "connection", ...ownedBy(by, level) });
  const now = new Date();
  const runtimeConfigurationId = await findRuntimeConfigurationId(
    world.deployment.database.client,
    workspaceId,
  );
  await ctx.db.connection.create({
    data: {
      ...{
        id,
        workspaceId,
        integrationId,
        ownerId,
        authorizedById: ownerId,
        isShared: level !== null,
        shareLevel: level,
        runtimeConfigurationId,
      },
      ...{ accountId: marker, accountLabel: marker, lastAuthorizedAt: now, hasRefreshToken: true },
      ...{ apiBaseUri: `${world.deployment.settings.sandboxOrigin}/api`, scopes: ["profile"] },
    },
  });
  const { access_token, refresh_token } = world.tokens;
  const pair = { accessToken: new Secret(access_token), refreshToken: new Secret(refresh_token) };
  const times = { obtainedAt: now, expiresAt: new Date(now.getTime() + 86_400_000) };
  await insertTokens(ctx, { connectionId: id, workspaceId }, { ...pair, ...times, tokenType: "Bearer" });
  return id;
}

async function insertMember(world: AccessWorld, { workspaceId }: MemberActor, role: WorkspaceRole) {
  const name = world.plant({ kind: "person", ...nobodys, workspaceId });
  return [(await createMember(world.deployment.database.client, { workspaceId, role, name })).userId];
}

// Straight into its table: a workspace may have twenty. Nothing listens at the address.
async function insertHook(world: AccessWorld, by: MemberActor): Promise<string> {
  const id = newId("webhook");
  const { workspaceId, userId: createdById } = by;
  const name = world.plant({ kind: "webhook", ...nobodys, workspaceId });
  const signingSecret = new Secret(`whsec_${btoa(crypto.randomUUID())}`);
  const url = "https://127.0.0.1:65533/hooks";
  await insertWebhook(world.contextOf(by), {
    id,
    workspaceId,
    name,
    url,
    events: [],
    createdById,
    signingSecret,
  });
  return id;
}

async function insertApi(world: AccessWorld, by: MemberActor): Promise<string> {
  const name = world.plant({ kind: "api", ...nobodys, workspaceId: by.workspaceId });
  const body = { name, document: JSON.stringify(practiceDocument(exampleApi)), scopes: ["profile"] };
  const addresses = { authorizeUrl: `${exampleApi}/authorize`, tokenUrl: `${exampleApi}/token` };
  const input = createApiBody.parse({ ...body, ...addresses, baseUrl: `${exampleApi}/api` });
  return (await createApi(world.contextOf(by), input)).id;
}
