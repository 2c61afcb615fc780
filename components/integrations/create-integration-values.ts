import { z } from "zod";
import { issuesTokens } from "#lib/core/provider.ts";
import {
  type CreateIntegrationInput,
  createIntegrationInput,
  type Integration,
} from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { checkVariables } from "./variable-rules.ts";

/** What the form holds: every field has a value, so that each can be typed into. */
export interface CreateIntegrationValues {
  name: string;
  offeringId: string;
  kind: Integration["kind"];
  credentialSource: Integration["credentialSource"];
  clientId: string;
  clientSecret: string;
  secretExpiresOn: string;
  useSandboxClient: boolean;
  scopes: string[];
  variables: Record<string, string>;
  connectionMode: "per_user" | "shared";
  callback: "shared" | "keyed";
  integrationKey: string;
}

/**
 * The form's rules are the contract's, and what the chosen offering says about its variables in the server's own words;
 * a field left empty is a field left out.
 */
export function createIntegrationForm(offerings: readonly Offering[]) {
  return z
    .custom<CreateIntegrationValues>()
    .superRefine((values, ctx) => {
      const offering = offerings.find(({ id }) => id === values.offeringId);
      checkVariables(offering?.variables ?? [], values.variables, ctx);
    })
    .transform(toInput)
    .pipe(createIntegrationInput);
}

function toInput(values: CreateIntegrationValues): CreateIntegrationInput {
  const { clientId, clientSecret, secretExpiresOn, useSandboxClient, variables, ...more } = values;
  const { callback, scopes, ...rest } = more;
  const filled = Object.entries(variables).filter(([, value]) => value !== "");
  const hasClient = issuesTokens(rest.kind);
  const hasOwn = rest.credentialSource === "own";
  const own = {
    clientId: clientId || undefined,
    clientSecret: clientSecret || undefined,
    secretExpiresOn: (clientSecret && secretExpiresOn) || undefined,
  };
  return {
    ...rest,
    variables: Object.fromEntries(filled),
    scopes: hasClient ? scopes : [],
    ...(rest.kind === "oauth2" && hasOwn && { callback }),
    ...(hasClient && hasOwn && (useSandboxClient ? { useSandboxClient } : own)),
  };
}

export function emptyValues(callback: "shared" | "keyed"): CreateIntegrationValues {
  return {
    name: "",
    offeringId: "",
    kind: "oauth2",
    credentialSource: "own",
    clientId: "",
    clientSecret: "",
    secretExpiresOn: "",
    useSandboxClient: false,
    scopes: [],
    variables: {},
    connectionMode: "per_user",
    callback,
    integrationKey: newIntegrationKey(),
  };
}

/** What choosing an offering sets: its usual scopes and the variables it asks for. */
export function valuesOf(
  offering: Offering,
): Pick<CreateIntegrationValues, "kind" | "scopes" | "variables" | "useSandboxClient" | "credentialSource"> {
  const kind = offering.accepts[0] ?? "oauth2";
  const asked = offering.variables.map(({ name, default: value }) => [name, value ?? ""]);
  return {
    kind,
    scopes: kind === "oauth2" ? usualScopes(offering, "own") : [],
    credentialSource: "own",
    variables: Object.fromEntries(asked),
    useSandboxClient: false,
  };
}

/** The scopes to begin with: the usual ones; on the deployment's client, those of them that it is registered for. */
export function usualScopes(
  { scopes: { required, default: usual }, deploymentClient }: Offering,
  source: Integration["credentialSource"],
): string[] {
  const all = [...new Set([...required, ...usual])];
  if (source === "own" || !deploymentClient) return all;
  return all.filter((scope) => required.includes(scope) || deploymentClient.scopes.includes(scope));
}

/** The last part of the integration's own callback address; made here, so that it can be registered before there is an integration. */
function newIntegrationKey(): string {
  const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => alphabet[byte % 32]).join("");
}
