import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { secondPracticeClient } from "#lib/sandbox/practice-client.ts";
import type { AccessDeployment } from "./access-deployment.ts";
import {
  type Caller,
  contextOf,
  createCallers,
  createPeople,
  newMarker,
  type People,
} from "./access-people.ts";
import { authorizeAs } from "./authorize-as.ts";
import { createPractice } from "./integrations.ts";
import { authorizationUrl, type TokenAnswer } from "./provider.ts";

/** What those may do with a shared connection who do not own it. */
export type ShareLevel = "read" | "use" | "manage";

/** What is known of a marker: whose it is, so that whoever else reads it has read too much. */
export interface Owned {
  kind: string;
  /** `null`: the deployment's, which its platform admins see. */
  workspaceId: string | null;
  ownerId: string | null;
  /** What others may do with it; `null`: nothing, it is personal. */
  level: ShareLevel | null;
}

/** Everything that the drill asks about, and who asks. */
export interface AccessWorld {
  deployment: AccessDeployment;
  people: People;
  callers: Caller[];
  tokens: TokenAnswer;
  /** By marker. */
  planted: Map<string, Owned>;
  /** Texts that nobody may ever read. */
  secrets: string[];
  /** The integration of each workspace, through which its people have connected. */
  integrations: Record<"home" | "other", { id: string; slug: string }>;
  contextOf(person: MemberActor): Context;
  /** A text for one new thing alone. */
  plant(owned: Owned): string;
}

/** Two workspaces, their people, one integration in each, and the tokens that all connections hold. */
export async function createWorld(deployment: AccessDeployment): Promise<AccessWorld> {
  await steady(deployment);
  const people = await createPeople(deployment);
  const tokens = await issueTokens(deployment);
  const planted = new Map<string, Owned>();
  const world: AccessWorld = {
    ...{ deployment, people, tokens, planted, callers: [] },
    integrations: { home: { id: "", slug: "" }, other: { id: "", slug: "" } },
    secrets: [
      tokens.access_token,
      tokens.refresh_token,
      deployment.settings.practiceClient?.clientSecret.reveal() ?? "",
      secondPracticeClient(deployment.sessionKey).clientSecret.reveal(),
    ],
    contextOf: (person) => contextOf(deployment, person),
    plant: (owned) => {
      const marker = newMarker();
      planted.set(marker, owned);
      return marker;
    },
  };
  for (const { name, workspaceId, isPlatformAdmin } of Object.values(people))
    planted.set(name, { kind: isPlatformAdmin ? "platform admin" : "person", ...nobodys, workspaceId });
  for (const [place, owner] of [
    ["home", people.owner],
    ["other", people.otherOwner],
  ] as const) {
    const owned = { kind: "integration", ...nobodys, workspaceId: owner.workspaceId };
    const { id } = await createPractice(world.contextOf(owner), { name: world.plant(owned) });
    // What stands in an address is said back, and noted where it was refused: it must not be the marker.
    const slug = `practice-${place}-${id.slice(-6)}`;
    await deployment.database.client.integration.update({ where: { id }, data: { slug } });
    world.integrations[place] = { id, slug };
  }
  await plantNames(world);
  world.callers = await createCallers(deployment, people);
  return world;
}

/** Owned by no one person. */
export const nobodys = { ownerId: null, level: null };

async function plantNames({ deployment, planted }: AccessWorld): Promise<void> {
  for (const { id, name } of await deployment.database.client.workspace.findMany())
    planted.set(name, { kind: "workspace", ...nobodys, workspaceId: id });
}

// Tokens that last, so that one pair does for every connection.
async function steady({ settings }: AccessDeployment): Promise<void> {
  const body = JSON.stringify({ rotation: "off", accessTokenLifetimeSeconds: 86_400 });
  const answer = await fetch(`${settings.sandboxOrigin}/drills`, { method: "PUT", body });
  if (!answer.ok) throw new Error(`the practice provider refused: ${answer.status} ${await answer.text()}`);
}

/** A pair of tokens of the practice provider, by way of its pages. */
export async function issueTokens({ settings }: AccessDeployment): Promise<TokenAnswer> {
  const { sandboxOrigin, practiceClient, origin } = settings;
  if (!sandboxOrigin || !practiceClient) throw new Error("the practice provider is off");
  const redirectUri = `${origin}/oauth/callback`;
  const scopes = ["profile", "email", "files:read", "files:write", "offline_access"];
  const { url, verifier } = authorizationUrl(sandboxOrigin, practiceClient.clientId, redirectUri, scopes);
  const code = (await authorizeAs(url, "ada")).searchParams.get("code") ?? "";
  const answer = await fetch(`${sandboxOrigin}/token`, {
    method: "POST",
    body: new URLSearchParams({
      ...{ grant_type: "authorization_code", code, redirect_uri: redirectUri },
      ...{ client_id: practiceClient.clientId, client_secret: practiceClient.clientSecret.reveal() },
      code_verifier: verifier.reveal(),
    }),
  });
  if (!answer.ok) throw new Error(`no tokens: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as TokenAnswer;
}
