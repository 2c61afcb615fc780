import type { UsageRange } from "#lib/gateway/contract.ts";

/** Whose usage is shown. */
export interface UsageOf {
  noun: "connections" | "integrations";
  id: string;
}

export const gatewayKeys = {
  connections: (integrationId: string) => ["gateway", "connections", integrationId] as const,
  usage: ({ noun, id }: UsageOf, range: UsageRange) => ["gateway", "usage", noun, id, range] as const,
};
