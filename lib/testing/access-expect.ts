import type { ApiKeyScope } from "#lib/core/permissions.ts";
import type { Expectation } from "./access-rules.ts";

type More = Omit<Expectation, "for" | "scopes">;
type Scopes = ApiKeyScope | readonly ApiKeyScope[];

/** Every member of a workspace, and a key with these scopes. */
export function members(scopes: Scopes, more: More = {}): Expectation {
  return { for: "members", scopes: [scopes].flat(), ...more };
}

/** Those who run a workspace, and a key of theirs with these scopes; no key without one. */
export function admins(scopes: Scopes = [], more: More = {}): Expectation {
  return { for: "admins", scopes: [scopes].flat(), ...more };
}

/** Those who own a workspace; no key. */
export function owners(more: More = {}): Expectation {
  return { for: "owners", ...more };
}

/** Whoever is signed in; no key. */
export function people(more: More = {}): Expectation {
  return { for: "people", ...more };
}

/** Those who run the deployment; no key. */
export function platform(more: More = {}): Expectation {
  return { for: "platform", ...more };
}

/** The same answer for everybody. */
export function everybody(always: number[], more: More = {}): Expectation {
  return { for: "everybody", always, ...more };
}
