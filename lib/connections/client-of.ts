/** The client that connections were made with: the integration's own, that of one of its overrides, or of any of them. */
export interface ClientOf {
  override: { id: string; kind: "runtime-configuration" | "application" } | "any" | null;
  /** The overrides of the integration that have a client of their own. */
  holders: readonly string[];
}
