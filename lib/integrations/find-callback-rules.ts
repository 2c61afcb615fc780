import type { Context } from "#lib/context/context.ts";
import { isAppError } from "#lib/core/errors.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { getIntegrationFacts } from "./get-integration-facts.ts";

/** What a provider says about callback URLs, and the one that an integration sends now. */
export interface CallbackRules {
  provider: string;
  rules: string | null;
  isSingle: boolean;
  expected: string;
}

/**
 * The rules for the callback URL of one integration of the actor's workspace; `null` when it or its offering is gone. It
 * decides about no permission: the verb that calls it has.
 */
export async function findCallbackRules(ctx: Context, idOrSlug: string): Promise<CallbackRules | null> {
  const facts = await getIntegrationFacts(ctx, idOrSlug).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not-found") return null;
    throw error;
  });
  const offering = facts && (await findOffering(ctx, facts.offeringId));
  if (!offering) return null;
  return {
    provider: offering.displayName,
    rules: offering.setup.redirectUriRules,
    isSingle: offering.quirks.includes("single_redirect_uri"),
    expected: facts.redirectUri,
  };
}
