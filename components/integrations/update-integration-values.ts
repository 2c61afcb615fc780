import { z } from "zod";
import {
  type Integration,
  prompts,
  type UpdateIntegrationInput,
  updateIntegrationInput,
} from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { checkVariables } from "./variable-rules.ts";

/** What the settings form holds; `prompt` has a word for "as the provider does". */
export interface UpdateIntegrationValues {
  name: string;
  slug: string;
  credentialSource: Integration["credentialSource"];
  clientId: string;
  clientAuthentication: Integration["clientAuthentication"];
  scopes: string[];
  variables: Record<string, string>;
  connectionMode: Integration["connectionMode"];
  requestRefreshToken: boolean;
  prompt: (typeof promptChoices)[number];
  caCertificates: string;
  hasAcknowledged: boolean;
}

export const promptChoices = ["default", ...prompts] as const;

export function valuesOf(integration: Integration): UpdateIntegrationValues {
  const { name, slug, credentialSource, clientId, clientAuthentication, scopes, variables } = integration;
  const { connectionMode, requestRefreshToken, prompt, caCertificates } = integration;
  return {
    ...{ name, slug, credentialSource, clientId, clientAuthentication, scopes, variables },
    ...{ connectionMode, requestRefreshToken, caCertificates },
    prompt: prompt ?? "default",
    hasAcknowledged: false,
  };
}

/** How many connections must reconnect: other addresses move those of the overrides' clients too, another client only its own. */
export function reconnectsOf(
  integration: Integration,
  { variables }: Pick<UpdateIntegrationValues, "variables">,
): number {
  const areMoved = JSON.stringify(variables) !== JSON.stringify(integration.variables);
  return areMoved ? integration.connectionCount : integration.ownClientConnectionCount;
}

/** Whether two states of an integration fill the form alike. */
export function areValuesEqual(one: Integration, other: Integration): boolean {
  return JSON.stringify(valuesOf(one)) === JSON.stringify(valuesOf(other));
}

/** Sends only what was changed, with the moment that the form was filled from, so that nobody's save is undone. */
export function updateForm(integration: Integration, offering: Offering | null) {
  const before: Record<string, unknown> = { ...valuesOf(integration) };
  return z
    .custom<UpdateIntegrationValues>()
    .superRefine(({ variables }, ctx) => {
      // What is stored may be older than the rules; that must not keep anybody from renaming.
      const isSame = JSON.stringify(variables) === JSON.stringify(before.variables);
      if (!isSame) checkVariables(offering?.variables ?? [], variables, ctx);
    })
    .transform(({ hasAcknowledged, ...values }): UpdateIntegrationInput => {
      const { prompt, ...changed }: Partial<UpdateIntegrationValues> = Object.fromEntries(
        Object.entries(values).filter(
          ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
        ),
      );
      return {
        ...changed,
        ...(prompt ? { prompt: prompt === "default" ? null : prompt } : {}),
        expectedUpdatedAt: integration.updatedAt,
        ...(hasAcknowledged ? { acknowledgedConnections: reconnectsOf(integration, values) } : {}),
      };
    })
    .pipe(updateIntegrationInput);
}
