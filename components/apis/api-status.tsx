"use client";

import { StatusChip } from "#components/ui/status-chip.tsx";
import type { Api } from "#lib/apis/contract.ts";

/** How an API's integration stands: Draft, Configured or Disabled. */
export function ApiStatus({ integration }: { integration: Api["integration"] }) {
  return <StatusChip status={integration.isDisabled ? "disabled" : integration.status} />;
}
