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
      if (offerings.some(({ id }) => id === offering.id)) {
        problems.push(`${file} ${index}.id: ${offering.id} is taken`);
      }
      const contradictions = findContradictions(offering);
      problems.push(...contradictions.map(({ path, message }) => `${file} ${index}.${path}: ${message}`));
      offerings.push(offering);
    }
  }
  if (problems.length > 0) throw new CatalogueError(problems);
  return offerings;
}
