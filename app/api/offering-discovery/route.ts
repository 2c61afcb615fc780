import { offeringDiscoveryInput, offeringDiscoverySchema } from "#lib/custom-offerings/contract.ts";
import { getOfferingDiscovery } from "#lib/custom-offerings/get-offering-discovery.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "platform:manage",
  summary: "Read a server's discovery document",
  description:
    "From an issuer or the address of its metadata (RFC 8414, OpenID Connect Discovery); the beginning of an offering and what was found. Writes nothing.",
  input: { body: offeringDiscoveryInput },
  output: offeringDiscoverySchema,
  problems: ["egress-blocked", "provider-unreachable", "provider-misbehaved"],
  run: (ctx, { body }) => getOfferingDiscovery(ctx, body),
});
