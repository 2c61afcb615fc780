import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { CreateIntegration, Integration } from "#lib/integrations/contract.ts";
import { createIntegration } from "#lib/integrations/create-integration.ts";
import { testContext } from "./context.ts";
import { findRuntimeConfigurationId } from "./factories.ts";
import type { TestProvider } from "./provider.ts";
import { jsonAnswer, type ScriptedFetch, scriptedFetch } from "./scripted-fetch.ts";

type Place = Pick<TestProvider, "origin" | "consoleOrigin" | "client">;

/** A context whose Sandbox offering is the test's own provider, called without the egress guard. */
export function providerContext(
  db: PrismaClient,
  actor: MemberActor,
  provider: Place,
  { now, fetch = globalThis.fetch }: Partial<Pick<Context, "now" | "fetch">> = {},
): Context {
  const { origin: sandboxOrigin, consoleOrigin: origin, client: practiceClient } = provider;
  return testContext({ db, actor, now, fetch, settings: { origin, sandboxOrigin, practiceClient } });
}

interface ClientProof {
  way: "basic" | "post" | "none";
  clientSecret: string;
  form: URLSearchParams;
}

/** A token endpoint that answers by hand, told how the client proved itself: for providers that differ from the standard. */
export function answerClients(
  answer: (proof: ClientProof) => { status: number; error: string },
): ScriptedFetch {
  return scriptedFetch(({ headers, form }) => {
    const basic = /^Basic (.+)$/.exec(headers.get("authorization") ?? "")?.[1];
    const inHeader =
      basic && new URLSearchParams(`secret=${atob(basic).replace(/^[^:]*:/, "")}`).get("secret");
    const clientSecret = inHeader || form.get("client_secret") || "";
    const { status, error } = answer({
      way: basic ? "basic" : clientSecret ? "post" : "none",
      clientSecret,
      form,
    });
    return jsonAnswer(status, { error });
  });
}

/** An integration at the test's provider, with its first client unless told otherwise. */
export function createPractice(ctx: Context, parts: Partial<CreateIntegration> = {}): Promise<Integration> {
  const { clientId, clientSecret } = ctx.settings.practiceClient ?? {};
  const scopes = ["profile", "offline_access"];
  return createIntegration(ctx, {
    name: "Practice",
    offeringId: "sandbox",
    clientId,
    clientSecret,
    scopes,
    ...parts,
  });
}

/** A connection row without tokens: enough where only its being there counts. Gives its id. */
export async function insertBareConnection(
  db: PrismaClient,
  {
    integration,
    owner,
    isShared = false,
  }: { integration: { id: string }; owner: MemberActor; isShared?: boolean },
): Promise<string> {
  const id = newId("connection");
  const { workspaceId } = owner;
  await db.connection.create({
    data: {
      id,
      workspaceId,
      runtimeConfigurationId: await findRuntimeConfigurationId(db, workspaceId),
      integrationId: integration.id,
      ownerId: owner.userId,
      authorizedById: owner.userId,
      isShared,
      shareLevel: isShared ? "use" : null,
      accountId: `account-${id}`,
      accountLabel: `Account of ${owner.name}`,
      apiBaseUri: "https://api.example.com",
      lastAuthorizedAt: new Date(),
    },
  });
  return id;
}
