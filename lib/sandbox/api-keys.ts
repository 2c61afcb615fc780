import type { Secret } from "#lib/core/secret.ts";
import { type Person, people } from "./people.ts";
import { practiceSecret } from "./practice-client.ts";

/** Where the practice API takes a key, in the lower case in which headers arrive. */
export const API_KEY_HEADER = "x-api-key";

/** The API keys of the practice provider: one for each person, shown on its page, the same in every process. */
export interface ApiKeys {
  keyOf(person: Person): Secret<string>;
  /** Whose key this is; `null` for one that was never given out. */
  find(key: string): Person | null;
}

/** Derives the keys from the deployment's session key; a new one means new keys. */
export function createApiKeys(sessionKey: string): ApiKeys {
  const keys = new Map(
    people.map((person) => [practiceSecret(sessionKey, `api key of ${person.id}`, "sbx_").reveal(), person]),
  );
  return {
    keyOf: ({ id }) => practiceSecret(sessionKey, `api key of ${id}`, "sbx_"),
    find: (key) => keys.get(key) ?? null,
  };
}
