/** A gateway address taken apart. `path` is `null` for the JSON form, `/…` for the path form; `query` keeps its `?`. */
export interface GatewayTarget {
  integrationId: string;
  path: string | null;
  query: string;
}

const shape = /^\/api\/integrations\/([A-Za-z0-9_-]{1,120})\/request(\/[^?]*)?(\?.*)?$/s;

/**
 * Reads the request line's target, byte for byte: no decoding, no normalising, so that exactly one spelling of an
 * address reaches the gateway (P-07). Gives `null` for everything else, which belongs to other handlers.
 */
export function parseGatewayTarget(requestTarget: string): GatewayTarget | null {
  const match = shape.exec(requestTarget);
  return match?.[1] ? { integrationId: match[1], path: match[2] ?? null, query: match[3] ?? "" } : null;
}
