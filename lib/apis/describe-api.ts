import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import type { Api, ApiLine, ApiOperation, ApiScheme, ApiServer } from "./contract.ts";
import { documentFormats } from "./document-fields.ts";
import { toEndpoints } from "./offering-data.ts";
import { type ApiRow, loadApi, type OperationRow } from "./repository.ts";

/** One API as its routes answer it. The verb that calls it has decided about permission. */
export async function describeApi(ctx: Context, workspaceId: string, idOrSlug: string): Promise<Api> {
  const row = await loadApi(ctx, workspaceId, idOrSlug);
  const [offering, nameOf] = await Promise.all([
    loadApiOffering(ctx, row),
    listPeople(ctx, [row.createdById]),
  ]);
  const { id, slug, name, description, offeringId, revision } = row;
  return {
    ...{ id, slug, name, description, offeringId, revision },
    ...toEndpoints(offering),
    integration: toIntegration(row),
    document: toDocument(row),
    operationCount: row._count.operations,
    createdBy: nameOf(row.createdById),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The private offering of an API. It cannot be deleted while the API is there. */
export async function loadApiOffering(ctx: Context, row: ApiRow): Promise<CatalogueOffering> {
  const offering = await findOffering(ctx, row.offeringId);
  if (!offering) throw new AppError("internal", `the offering of API ${row.id} cannot be read`);
  return offering;
}

/** An API as the list shows it. */
export function toApiLine(row: ApiRow): ApiLine {
  const { id, slug, name, description, createdAt, updatedAt } = row;
  return {
    ...{ id, slug, name, description },
    integration: toIntegration(row),
    documentFormat: formatOf(row),
    operationCount: row._count.operations,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** A stored operation as it was when it was read from the document. */
export function toApiOperation(row: OperationRow): ApiOperation {
  const { key, method, path, summary, tag, isDeprecated } = row;
  return {
    ...{ key, method, path, summary, tag, isDeprecated },
    parameters: row.parameters as ApiOperation["parameters"],
    requestBody: row.requestBody as ApiOperation["requestBody"],
  };
}

/** What the last document said of servers and security schemes. */
export function toSurroundings(row: ApiRow): { servers: ApiServer[]; schemes: ApiScheme[] } {
  return {
    servers: row.documentServers as unknown as ApiServer[],
    schemes: row.documentSchemes as unknown as ApiScheme[],
  };
}

function toIntegration({ integration }: ApiRow): Api["integration"] {
  const { id, slug, name, status, disabledAt, _count } = integration;
  return {
    ...{ id, slug, name, status },
    isDisabled: disabledAt !== null,
    connectionCount: _count.connections,
  };
}

function toDocument(row: ApiRow): Api["document"] {
  const format = formatOf(row);
  if (!format || !row.documentHash || !row.importedAt) return null;
  return {
    format,
    version: row.documentVersion,
    hash: row.documentHash,
    url: row.documentUrl,
    importedAt: row.importedAt.toISOString(),
    ...toSurroundings(row),
  };
}

function formatOf({ documentFormat }: ApiRow): NonNullable<Api["document"]>["format"] | null {
  return documentFormats.find((format) => format === documentFormat) ?? null;
}
