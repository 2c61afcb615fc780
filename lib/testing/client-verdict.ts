import { expect } from "vitest";
import type { ClientAuthentication, ErrorCodes } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { createEgress } from "#lib/egress/create-egress.ts";
import { checkClient } from "#lib/oauth/client-check.ts";
import { plainClient } from "./plain-provider.ts";
import { startTokenEndpoint, type TokenAsk, type WireAnswer } from "./token-endpoint.ts";

const redirectUri = "https://mooring.example/oauth/callback";

interface Setting {
  /** The secret that the provider knows. */
  secret?: string;
  /** The one that somebody entered here, where it is another. */
  typed?: string;
  clientId?: string;
  authentication?: ClientAuthentication;
  /** Whether our callback address is registered there. */
  isRegistered?: boolean;
  errorCodes?: ErrorCodes;
  /** How long an answer may take: short where none will come, long enough for a busy machine everywhere else. */
  timeoutMs?: number;
}

/**
 * What the client check finds at a token endpoint that behaves like this, over real HTTP and through the egress guard:
 * verdict, cause and, where it is another than the chosen one, the way that works. Each request held one set of
 * credentials, in one way.
 */
export async function verdictOf(
  behave: (ask: TokenAsk) => WireAnswer,
  setting: Setting = {},
): Promise<string> {
  const { secret = "s3cret-Stored-9", clientId = "client-1", isRegistered = true } = setting;
  const { timeoutMs: protocolMs = 20_000 } = setting;
  const registered = isRegistered ? redirectUri : "https://elsewhere.example/callback";
  const endpoint = await startTokenEndpoint(
    { clientId, clientSecret: secret, redirectUri: registered },
    behave,
  );
  const egress = createEgress({ allowCidrs: ["127.0.0.1/32"], timeouts: { protocolMs } });
  const { tokenAnswer } = endpoint.provider;
  const provider = {
    ...endpoint.provider,
    tokenAnswer: { ...tokenAnswer, errorCodes: setting.errorCodes ?? null },
  };
  const client = plainClient({
    clientId,
    clientSecret: new Secret(setting.typed ?? secret),
    authentication: setting.authentication ?? "client_secret_post",
  });
  try {
    const result = await checkClient({ provider, client, redirectUri, fetch: egress.fetch });
    for (const { ways } of endpoint.asks) expect(ways.filter((way) => way !== "raw")).toHaveLength(1);
    const way = result.verdict === "verified" ? null : result.workingAuthentication;
    return [result.verdict, result.cause, ...(way ? [way] : [])].join(" ");
  } finally {
    await egress.close();
    await endpoint.close();
  }
}
