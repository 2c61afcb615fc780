import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { invalidInput } from "#lib/core/errors.ts";
import { authorizeApiChange } from "./authorize-change.ts";
import { applyEndpoints, type EndpointChange, planEndpoints } from "./change-endpoints.ts";
import { compareDocuments } from "./compare-documents.ts";
import type { ApiImport, ImportApi } from "./contract.ts";
import { documentColumns } from "./create-api.ts";
import { describeApi, toApiOperation, toSurroundings } from "./describe-api.ts";
import { byTag } from "./group-operations.ts";
import { type LoadedDocument, loadDocument, toPreview } from "./load-document.ts";
import {
  changedMeanwhile,
  listAllOperationRows,
  loadApi,
  replaceOperations,
  updateApiRow,
} from "./repository.ts";
import { checkHash } from "./rules.ts";

/**
 * Reads a new document for an API and says what it changes: operations, servers, security schemes. With `isApplied` it
 * is applied: the operations are replaced, and the addresses that the input names; those that it does not name stay,
 * whatever the document says (P-04). Errors: those of `loadDocument`, 409 for a document or an API other than the one
 * that the difference was shown for, or connections that nobody acknowledged; with any of them nothing is written.
 */
export async function importApi(
  ctx: Context,
  { id, isApplied, ...input }: ImportApi & { id: string },
): Promise<ApiImport> {
  const { workspaceId } = authorizeApiChange(ctx);
  const row = await loadApi(ctx, workspaceId, id);
  const loaded = await loadDocument(ctx, input);
  if (!loaded) throw invalidInput("/document", "Send a document, or the address of one.");
  checkHash(input.expectedHash, loaded.hash);
  if (input.expectedRevision !== undefined && input.expectedRevision !== row.revision)
    throw changedMeanwhile();
  const operations = (await listAllOperationRows(ctx, row.id)).map(toApiOperation);
  const difference = compareDocuments({ operations, ...toSurroundings(row) }, loaded);
  if (isApplied) {
    const { baseUrl, authorizeUrl, tokenUrl } = input;
    const asked = {
      baseUrl,
      authorizeUrl,
      tokenUrl,
      name: row.name,
      schemes: loaded.schemes,
      hasDocument: true,
    };
    const change = await planEndpoints(ctx, row, asked);
    await inTransaction(ctx, (ctx) => apply(ctx, { row, loaded, difference, change, input }));
  }
  return {
    preview: toPreview(loaded),
    difference,
    isApplied,
    api: await describeApi(ctx, workspaceId, row.id),
  };
}

interface Applied {
  row: Awaited<ReturnType<typeof loadApi>>;
  loaded: LoadedDocument;
  difference: ApiImport["difference"];
  change: EndpointChange;
  input: Pick<ImportApi, "acknowledgedConnections">;
}

async function apply(ctx: Context, { row, loaded, difference, change, input }: Applied): Promise<void> {
  await updateApiRow(ctx, row, documentColumns(ctx, loaded));
  await replaceOperations(ctx, row.id, byTag(loaded.operations));
  const suspended = await applyEndpoints(ctx, change, input);
  const { added, removed, changed } = difference.operations;
  await createAuditEvent(ctx, {
    action: "api.update",
    target: { kind: "api", id: row.id, label: row.name, integrationId: row.integration.id },
    changes: {
      document: { before: row.documentHash, after: loaded.hash },
      operations: { added: added.length, removed: removed.length, changed: changed.length },
      servers: difference.servers,
      schemes: difference.schemes,
      ...change.changes,
      ...(change.isMoved && { suspendedConnections: suspended }),
    },
  });
}
