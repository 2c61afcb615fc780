import type { ServerResponse } from "node:http";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import type { ApiAuthorization, AuthorizationKind } from "#lib/core/provider.ts";
import { addCustomOffering } from "#lib/custom-offerings/add-custom-offering.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createIntegration } from "#lib/integrations/create-integration.ts";
import { parseOfferingData } from "#lib/offerings/parse-offering-data.ts";
import type { SeenRequest, TestUpstream } from "./upstream.ts";

interface KeyOffering {
  kind: AuthorizationKind;
  auth?: ApiAuthorization;
  keyAuth?: ApiAuthorization;
  /** `null`: the look-up names nobody. */
  idPath?: string | null;
}

/** An integration at a custom offering whose API is the test upstream; its look-up is `GET /v1/me`. */
export async function createKeyIntegration(
  ctx: Context,
  { origin }: Pick<TestUpstream, "origin">,
  { kind, auth, keyAuth, idPath = "id" }: KeyOffering,
  name = "Harbour API",
): Promise<Integration> {
  const { data, problems } = parseOfferingData(
    {
      ...{ id: "harbour", provider: "harbour", name: "Harbour", environment: "production" },
      ...{ displayName: name, category: "other", protocol: "oauth2", accepts: [kind] },
      clientAuth: { preferred: "none", supported: ["none"] },
      pkce: { support: "unknown" },
      revocation: { kind: "none" },
      account: { url: `${origin}/v1/me`, idPath, labelPath: "name" },
      api: { baseUrl: `${origin}/v1`, baseUrlSource: "static", auth, keyAuth },
      accessToken: {},
      refresh: { issued: "never", rotates: "never" },
      setup: { steps: ["Copy the key."], keyLabel: "Harbour key" },
      ...{ docsUrl: "https://harbour.example/docs", confidence: "medium", evidence: ["official-docs"] },
      checkedOn: "2026-11-25",
    },
    origin,
  );
  if (!data) throw new Error(`the offering does not hold together: ${JSON.stringify(problems)}`);
  if (ctx.actor.kind !== "member") throw new Error("a member adds the offering");
  const offeringId = await addCustomOffering(asSystem(ctx), data, {
    workspaceId: null,
    createdById: ctx.actor.userId,
    isPublished: true,
  });
  return createIntegration(ctx, { name, offeringId, kind, scopes: [] });
}

/** Makes the upstream an API that lets these credentials in, read from each request by `shown`; everybody else gets `refusal`. */
export function answerToKeys(
  upstream: TestUpstream,
  shown: (seen: SeenRequest) => string | undefined,
  accounts: Readonly<Record<string, string>>,
  refusal = 401,
): void {
  upstream.answer((_req, res, seen) => {
    const account = accounts[shown(seen) ?? ""];
    if (account === undefined) return json(res, refusal, { error: "no" });
    return json(res, 200, { id: account, name: `Account ${account}`, path: seen.target.split("?")[0] });
  });
}

function json(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
