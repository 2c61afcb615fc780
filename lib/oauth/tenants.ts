import { isRecord } from "#lib/core/json-path.ts";
import type { ConnectionData, FollowUp } from "#lib/core/provider.ts";

/** One of the sites, organisations or accounts that a grant reaches. */
export interface Tenant {
  id: string;
  label: string | null;
}

type Followed = Pick<FollowUp, "purpose" | "list" | "extract" | "called">;

/** What of a provider tells about its tenants: which fact is the id, and what one is called there. */
interface TenantFacts {
  idName: string;
  names: string[];
  called: string | null;
}

// The first fact that is taken from an item of the list is the one that names it.
function factsOf(followUps: readonly Followed[]): TenantFacts | null {
  const call = followUps.find(({ purpose, list }) => purpose === "tenants" && list !== null);
  const names = Object.keys(call?.extract ?? {}).filter((name) => name !== "label" && name !== "isDefault");
  return call && names[0] ? { idName: names[0], names, called: call.called ?? null } : null;
}

/** The tenants that a connection's data lists, the one in use, and what one is called; `null` where a provider has none. */
export function readTenants(
  followUps: readonly Followed[],
  data: ConnectionData,
): { called: string | null; chosen: Tenant | null; items: Tenant[] } | null {
  const facts = factsOf(followUps);
  if (!facts) return null;
  const items = itemsOf(data).map((item) => toTenant(facts, item));
  const chosen = items.find(({ id }) => id === idOf(data[facts.idName]));
  return { called: facts.called, chosen: chosen ?? null, items };
}

/** The data with another of its own tenants in use: all facts of the former one make way. `null` when it is not listed. */
export function withTenant(
  followUps: readonly Followed[],
  data: ConnectionData,
  tenantId: string,
): ConnectionData | null {
  const facts = factsOf(followUps);
  const item = facts && itemsOf(data).find((one) => toTenant(facts, one).id === tenantId);
  if (!item) return null;
  const rest = Object.entries(data).filter(([name]) => !facts.names.includes(name));
  const chosen = facts.names.flatMap((name) => (name in item ? [[name, item[name]] as const] : []));
  return { ...Object.fromEntries(rest), ...Object.fromEntries(chosen) };
}

/** The data of a new grant with the tenant that was in use before, as long as the grant still reaches it. */
export function keepTenant(
  followUps: readonly Followed[],
  before: ConnectionData,
  after: ConnectionData,
): ConnectionData {
  const chosen = readTenants(followUps, before)?.chosen;
  return (chosen && withTenant(followUps, after, chosen.id)) ?? after;
}

function itemsOf({ tenants }: ConnectionData): ConnectionData[] {
  return Array.isArray(tenants) ? tenants.filter(isRecord) : [];
}

function toTenant({ idName }: TenantFacts, item: ConnectionData): Tenant {
  const { label } = item;
  return { id: idOf(item[idName]), label: typeof label === "string" ? label : null };
}

// Whatever a provider put there: only a text and a number name a tenant.
function idOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
