import { z } from "zod";
import { endpointSchema } from "#lib/integrations/fields.ts";
import { isTokenHeader } from "#lib/offerings/schema-checks.ts";

/** A document as it comes: itself, or the address that it is fetched from through the egress guard. */
export const sourceFields = {
  document: z
    .string()
    .min(1, "Choose or paste a document.")
    .optional()
    .meta({ description: "The document itself, JSON or YAML, at most 5 MB" }),
  documentUrl: endpointSchema.optional().meta({ description: "Where to fetch the document from instead" }),
};

export const hasOneSource = ({
  document,
  documentUrl,
}: {
  document?: string | undefined;
  documentUrl?: string | undefined;
}) => (document === undefined) !== (documentUrl === undefined);

/** A path below the base URL, for the call that tells whose account it is. */
export const pathSchema = z
  .string()
  .trim()
  .max(1_000)
  .regex(/^\/[\x21-\x7E]*$/, "Enter a path that begins with “/”, without spaces.")
  .refine((path) => !/[#{}\\]/.test(path), "Leave fragments, braces and backslashes out of it.");
export const jsonPathSchema = z
  .string()
  .trim()
  .max(200)
  .regex(/^[A-Za-z0-9_$.[\]]+$/, "Enter a dotted path into the answer, such as data.id.");

/** Where an API key travels: in a header, behind a prefix such as `Token `, or in a parameter of the query. */
export const keyPlaceSchema = z
  .object({
    in: z.enum(["header", "query"]),
    name: z
      .string()
      .trim()
      .min(1, "Enter the name of the header or parameter.")
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "A name has letters, digits and hyphens."),
    prefix: z
      .string()
      .max(40)
      .regex(/^[\x20-\x7E]*$/, "A prefix has plain letters, digits and signs.")
      .refine((prefix) => !/[{}]/.test(prefix), "Leave braces out of it."),
  })
  .refine(({ in: place, name }) => place === "query" || isTokenHeader(name), {
    path: ["name"],
    message: "HTTP itself uses this header; enter the one that the API takes its key in.",
  })
  .refine(({ in: place, name }) => place === "header" || /^[A-Za-z0-9_.~-]+$/.test(name), {
    path: ["name"],
    message: "A parameter's name has letters, digits, dots, hyphens, underscores and tildes.",
  });
