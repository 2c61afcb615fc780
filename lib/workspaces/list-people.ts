import type { Context } from "#lib/context/context.ts";
import { findPeople } from "./repository.ts";

export interface PersonName {
  id: string;
  name: string;
}

/**
 * Puts names to the people in rows of the caller's own workspace. It decides about no permission: the verb that read
 * those rows has. Somebody whose user is gone keeps the id and gets a word for a name.
 */
export async function listPeople(ctx: Context, ids: readonly string[]): Promise<(id: string) => PersonName> {
  const people = new Map((await findPeople(ctx, [...new Set(ids)])).map((person) => [person.id, person]));
  return (id) => people.get(id) ?? { id, name: "a former member" };
}
