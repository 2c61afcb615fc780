import type { Context } from "#lib/context/context.ts";
import { type CatalogueOffering, toCustomOffering } from "#lib/offerings/catalogue-offering.ts";
import { parseOfferingData } from "#lib/offerings/parse-offering-data.ts";
import { findOffering as findInCatalogue, listOfferings as listCatalogue } from "#lib/offerings/registry.ts";
import { findPublishedOfferings, listPublishedOfferings, type OfferingVersionRow } from "./repository.ts";

/** What looking up an offering takes; the gateway has no whole context yet when it looks. */
type OfferingContext = Pick<Context, "db" | "settings" | "log">;

/**
 * One offering by its id, of the catalogue or custom, as integrations see it; `null` where there is none. It decides
 * about no permission: whoever holds an integration's row may know its offering.
 */
export async function findOffering(ctx: OfferingContext, id: string): Promise<CatalogueOffering | null> {
  return (await findOfferings(ctx, [id])).get(id) ?? null;
}

/** The same for any number of them, in one query at most: by id, those that exist. */
export async function findOfferings(
  ctx: OfferingContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CatalogueOffering>> {
  const found = new Map<string, CatalogueOffering>();
  const rest = new Set<string>();
  for (const id of ids) {
    const offering = findInCatalogue(ctx.settings, id);
    if (offering) found.set(id, offering);
    else if (isCustomId(id)) rest.add(id);
  }
  if (rest.size === 0) return found;
  for (const row of await findPublishedOfferings(ctx, [...rest])) {
    const offering = readOfferingVersion(ctx, row);
    if (offering) found.set(row.id, offering);
  }
  return found;
}

/**
 * One offering that a workspace may know: `null` for another's private one as for none at all. With `isOpen` only one
 * on which something new may be built, which an unpublished one is not.
 */
export async function findVisibleOffering(
  ctx: OfferingContext,
  workspaceId: string,
  id: string,
  { isOpen = false }: { isOpen?: boolean } = {},
): Promise<CatalogueOffering | null> {
  const known = findInCatalogue(ctx.settings, id);
  if (known || !isCustomId(id)) return known;
  const [row] = await findPublishedOfferings(ctx, [id]);
  const isVisible = row && (row.workspaceId === null || row.workspaceId === workspaceId);
  return isVisible && !(isOpen && row.isUnpublished) ? readOfferingVersion(ctx, row) : null;
}

/** Every offering on which a workspace may build something new; the practice provider first, then by name. */
export async function listOpenOfferings(
  ctx: OfferingContext,
  workspaceId: string,
): Promise<CatalogueOffering[]> {
  const rows = await listPublishedOfferings(ctx, workspaceId);
  return merge(
    ctx,
    rows.filter(({ isUnpublished }) => !isUnpublished),
  );
}

/** Every offering of the deployment, private and unpublished ones too: for the platform's own verbs and jobs. */
export async function listAllOfferings(ctx: OfferingContext): Promise<CatalogueOffering[]> {
  return merge(ctx, await listPublishedOfferings(ctx, null));
}

/**
 * Those that no workspace keeps to itself: what the deployment's own clients can be for. Whoever makes a private one chooses
 * its domain and its addresses, which must never stand where a platform admin enters a secret (P-04).
 */
export async function listSharedOfferings(ctx: OfferingContext): Promise<CatalogueOffering[]> {
  return (await listAllOfferings(ctx)).filter(({ custom }) => custom === null || custom.workspaceId === null);
}

/** Ids of custom offerings are made by us, and no slug of the catalogue looks like one. */
export function isCustomId(id: string): boolean {
  return /^offering-[0-9a-z]{26}$/.test(id);
}

function merge(ctx: OfferingContext, rows: OfferingVersionRow[]): CatalogueOffering[] {
  const custom = rows.flatMap((row) => readOfferingVersion(ctx, row) ?? []);
  const [first, ...rest] = listCatalogue(ctx.settings);
  if (!first || custom.length === 0) return listCatalogue(ctx.settings);
  const sandbox = first.isSandbox ? [first] : [];
  const others = first.isSandbox ? rest : [first, ...rest];
  return [...sandbox, ...[...others, ...custom].sort(byName)];
}

function byName(a: CatalogueOffering, b: CatalogueOffering): number {
  return a.displayName.localeCompare(b.displayName, "en");
}

/**
 * A stored version as an offering; `null`, and a line in the log, when the rules have become stricter than what is stored.
 * A version never changes once written, so that it is read once in a process.
 */
export function readOfferingVersion(
  ctx: OfferingContext,
  row: Omit<OfferingVersionRow, "isUnpublished">,
): CatalogueOffering | null {
  const { sandboxOrigin } = ctx.settings;
  const name = `${row.id} ${row.version} ${sandboxOrigin}`;
  const known = offeringsRead().get(name);
  if (known) return known;
  const { data, problems } = parseOfferingData(row.data, sandboxOrigin);
  if (!data) {
    ctx.log.error({ offeringId: row.id, version: row.version, problems }, "a custom offering cannot be read");
    return null;
  }
  const offering = toCustomOffering(
    { ...data, id: row.id },
    { workspaceId: row.workspaceId, version: row.version },
    sandboxOrigin,
  );
  if (offeringsRead().size >= KEPT) offeringsRead().clear();
  offeringsRead().set(name, offering);
  return offering;
}

const KEPT = 1_000;
const slot = Symbol.for("mooring.custom-offerings");

function offeringsRead(): Map<string, CatalogueOffering> {
  const holder = globalThis as Record<symbol, Map<string, CatalogueOffering> | undefined>;
  holder[slot] ??= new Map();
  return holder[slot];
}
