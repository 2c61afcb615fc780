import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";
import type { OfferingSummary } from "./contract.ts";
import type { LatestRow } from "./repository-versions.ts";

interface Around {
  integrationCount: number;
  /** The display name of another offering. */
  nameOf: (offeringId: string) => string;
}

/** An offering of the catalogue as a line of the list. */
export function summarizeBuiltIn(offering: CatalogueOffering, around: Around): OfferingSummary {
  return {
    ...factsOf(offering, around),
    id: offering.id,
    source: "builtin",
    state: "builtin",
    latestVersion: null,
    publishedVersion: null,
    hasUnpublishedChanges: false,
    updatedAt: null,
  };
}

/** A custom offering as a line of the list: the facts of its newest version. */
export function summarizeCustom(row: LatestRow, around: Around): OfferingSummary {
  const { id, latestVersion, publishedVersion } = row;
  return {
    ...factsOf(row.data as OfferingData, around),
    id,
    source: "custom",
    state: stateOf(row),
    latestVersion,
    publishedVersion,
    hasUnpublishedChanges: publishedVersion !== null && publishedVersion !== latestVersion,
    updatedAt: row.updatedAt.toISOString(),
  };
}

function stateOf({ publishedVersion, unpublishedAt }: LatestRow): OfferingSummary["state"] {
  if (publishedVersion === null) return "draft";
  return unpublishedAt === null ? "published" : "unpublished";
}

function factsOf(data: OfferingData, { integrationCount, nameOf }: Around) {
  const { provider, displayName, environment, category, confidence, status } = data;
  const { state, replacedBy } = status;
  return {
    ...{ provider, displayName, environment, category, confidence, integrationCount },
    status: {
      state,
      replacedBy: replacedBy === null ? null : { id: replacedBy, displayName: nameOf(replacedBy) },
    },
  };
}
