import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { invalidInput } from "#lib/core/errors.ts";
import type { ApiPreview } from "./contract.ts";
import { loadDocument, toPreview } from "./load-document.ts";

/** What is found in a document; nothing is stored. Errors as those of `loadDocument`. */
export async function getApiPreview(
  ctx: Context,
  input: { document?: string | undefined; documentUrl?: string | undefined },
): Promise<ApiPreview> {
  authorize(ctx.actor, "apis:write");
  const loaded = await loadDocument(ctx, input);
  if (!loaded) throw invalidInput("/document", "Send a document, or the address of one.");
  return toPreview(loaded);
}
