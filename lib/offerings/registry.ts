import { sandboxOffering } from "./catalog/sandbox.ts";
import { catalogFiles } from "./catalog-files.ts";
import { type CatalogueOffering, toCatalogueOffering } from "./catalogue-offering.ts";
import { readCatalogue } from "./read-catalogue.ts";
import type { OfferingData } from "./schema.ts";

/** The part of the settings that decides which offerings there are. */
interface OfferingSettings {
  sandboxOrigin: string | null;
}

let data: readonly OfferingData[] | null = null;
let offered: CatalogueOffering[] | null = null;

/**
 * Reads and checks the catalogue's files, once; throws `CatalogueError`. Called at start, so that a broken file
 * stops the start and no request. Gives all offerings, by name.
 */
export function loadCatalogue(): readonly CatalogueOffering[] {
  offered ??= loadData()
    .map((data) => toCatalogueOffering(data))
    .sort((a, b) => a.displayName.localeCompare(b.displayName, "en"));
  return offered;
}

/** Every offering of this deployment; the practice provider first, where it is on. */
export function listOfferings({ sandboxOrigin }: OfferingSettings): CatalogueOffering[] {
  const sandbox =
    sandboxOrigin === null ? [] : [toCatalogueOffering(sandboxOffering(sandboxOrigin), sandboxOrigin)];
  return [...sandbox, ...loadCatalogue()];
}

/** One offering by its id; `null` where there is none. */
export function findOffering(settings: OfferingSettings, id: string): CatalogueOffering | null {
  return listOfferings(settings).find((offering) => offering.id === id) ?? null;
}

/** An offering of the catalogue as its file has it, nothing added; `null` where there is none. */
export function findOfferingData({ sandboxOrigin }: OfferingSettings, id: string): OfferingData | null {
  const sandbox = sandboxOrigin === null ? null : sandboxOffering(sandboxOrigin);
  return id === sandbox?.id ? sandbox : (loadData().find((offering) => offering.id === id) ?? null);
}

/** Every pattern that the catalogue has values checked with. */
export function listKnownPatterns(): string[] {
  return loadData().flatMap(({ variables }) => variables.flatMap(({ pattern }) => pattern ?? []));
}

function loadData(): readonly OfferingData[] {
  data ??= readCatalogue(catalogFiles);
  return data;
}
