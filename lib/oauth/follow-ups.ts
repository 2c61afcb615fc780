import { isAppError } from "#lib/core/errors.ts";
import { isRecord, readPath } from "#lib/core/json-path.ts";
import type { ConnectionData, FollowUp } from "#lib/core/provider.ts";
import { callApi, type GrantAccess } from "./api-call.ts";
import { isFact } from "./captured-data.ts";

const MAX_TENANTS = 100;

/**
 * The calls that a provider wants right after the token answer, to learn where the API is and which tenants the grant
 * reaches. Gives the facts they add; a call that fails adds none, for the tokens are good all the same.
 */
export async function runFollowUps(access: GrantAccess): Promise<ConnectionData> {
  let facts: ConnectionData = {};
  for (const call of access.provider.followUps) {
    if (call.purpose !== "tenants" && call.purpose !== "api_base") continue;
    facts = { ...facts, ...(await runFollowUp(call, access)) };
  }
  return facts;
}

async function runFollowUp(call: FollowUp, access: GrantAccess): Promise<ConnectionData> {
  try {
    return readFacts(call, await callApi(call, access), [access.accessToken.reveal()]);
  } catch (error) {
    if (isAppError(error)) return {};
    throw error;
  }
}

/** One thing's facts, or a list as `tenants`, with the facts of the default one (else the first) beside it. */
function readFacts({ list, extract }: FollowUp, answer: unknown, secrets: readonly string[]): ConnectionData {
  if (list === null) return pick(answer, extract, secrets);
  const found = readPath(answer, list);
  const tenants = (Array.isArray(found) ? found : [])
    .slice(0, MAX_TENANTS)
    .map((item) => pick(item, extract, secrets));
  const chosen = tenants.find(({ isDefault }) => isDefault === true) ?? tenants[0];
  if (!chosen) return {};
  const { label: _, isDefault: __, ...facts } = chosen;
  return { ...facts, tenants };
}

function pick(
  item: unknown,
  extract: Readonly<Record<string, string>>,
  secrets: readonly string[],
): ConnectionData {
  if (!isRecord(item)) return {};
  const facts = Object.entries(extract).map(([name, path]) => [name, readPath(item, path)] as const);
  return Object.fromEntries(
    facts.filter(
      ([, value]) => ["string", "number", "boolean"].includes(typeof value) && isFact(value, secrets),
    ),
  );
}
