import { z } from "zod";
import { findContradictions } from "./consistency.ts";
import { type OfferingData, offeringDataSchema } from "./schema.ts";

/** The catalogue's files do not hold together. Each line of the message names a file and a field. */
export class CatalogueError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.map((problem) => `lib/offerings/${problem}`).join("\n"));
    this.name = "CatalogueError";
  }
}

/**
 * Checks files of offerings (name → parsed JSON) and returns what they hold, in order.
 * Throws `CatalogueError` with a line `catalog/<file>.json <field>: <what is wrong>` for every mistake.
 */
export function readCatalogue(files: Readonly<Record<string, unknown>>): OfferingData[] {
  const problems: string[] = [];
  const offerings: OfferingData[] = [];
  const successors: { place: string; id: string }[] = [];
  for (const [name, content] of Object.entries(files)) {
    const file = `catalog/${name}.json`;
    const parsed = z.array(offeringDataSchema).min(1).safeParse(content);
    if (!parsed.success) {
      problems.push(
        ...parsed.error.issues.map(({ path, message }) => `${file} ${path.join(".")}: ${message}`),
      );
      continue;
    }
    for (const [index, offering] of parsed.data.entries()) {
      if (offering.provider !== name)
        problems.push(`${file} ${index}.provider: must be ${name}, as the file`);
      for (const field of ["id", "displayName"] as const) {
        if (offerings.some((other) => other[field] === offering[field])) {
          problems.push(`${file} ${index}.${field}: ${offering[field]} is taken`);
        }
      }
      const { replacedBy } = offering.status;
      if (replacedBy !== null)
        successors.push({ place: `${file} ${index}.status.replacedBy`, id: replacedBy });
      const contradictions = findContradictions(offering);
      problems.push(...contradictions.map(({ path, message }) => `${file} ${index}.${path}: ${message}`));
      offerings.push(offering);
    }
  }
  for (const { place, id } of successors) {
    if (!offerings.some((offering) => offering.id === id))
      problems.push(`${place}: there is no offering ${id}`);
  }
  if (problems.length > 0) throw new CatalogueError(problems);
  return offerings;
}
