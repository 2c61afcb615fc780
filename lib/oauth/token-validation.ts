import { callApi, type GrantAccess } from "./api-call.ts";

/** Whether the provider demands that tokens are validated from time to time. */
export function demandsValidation({ followUps }: Pick<GrantAccess["provider"], "followUps">): boolean {
  return followUps.some(({ purpose }) => purpose === "validate");
}

/**
 * Asks the provider whether the token is still good, where it demands that (follow-ups `validate`); does nothing
 * elsewhere. Throws what `callApi` throws: `provider-rejected` with `providerStatus` 401 for a token that is over.
 */
export async function validateToken(access: GrantAccess): Promise<void> {
  for (const call of access.provider.followUps) {
    if (call.purpose === "validate") await callApi(call, access);
  }
}
