import type { Context } from "#lib/context/context.ts";
import type { Secret } from "#lib/core/secret.ts";
import { type OverrideRow, openSecret } from "./repository.ts";

export type { OverrideRow };

/** The client secret of an override; `null` for a client without one. It decides about no permission. */
export function openOverrideSecret(ctx: Context, row: OverrideRow): Promise<Secret<string> | null> {
  return openSecret(ctx, row);
}
