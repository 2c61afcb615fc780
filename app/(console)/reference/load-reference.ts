import { openApiDocument } from "#app/api/openapi-document.ts";
import type { ReferenceGroup } from "#components/reference/reference.ts";
import { toReference } from "#components/reference/to-reference.ts";

const made = new WeakMap<object, ReferenceGroup[]>();

/** What the reference shows at this address: made once, as the document that it shows. */
export function loadReference(origin: string): ReferenceGroup[] {
  const document = openApiDocument(origin);
  const groups = made.get(document) ?? toReference(document);
  made.set(document, groups);
  return groups;
}
