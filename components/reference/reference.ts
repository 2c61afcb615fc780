/** One field of a body, an answer or the query. */
export interface SchemaRow {
  /** The names down to it, joined by dots; unlike `name`, there is only one of it. */
  path: string;
  name: string;
  /** How deep it is nested, 0 at the top. */
  depth: number;
  type: string;
  isRequired: boolean;
  description: string | null;
}

export interface ReferenceOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string | null;
  /** A permission, `public` or `signed-in`. */
  access: string;
  isForApiKeys: boolean;
  parameters: SchemaRow[];
  query: SchemaRow[];
  body: SchemaRow[];
  answer: { status: string; rows: SchemaRow[] };
  problems: { status: string; codes: string[] }[];
  /** What to type in a terminal; `null` where no key is accepted. */
  curl: string | null;
}

export interface ReferenceGroup {
  noun: string;
  operations: ReferenceOperation[];
}
