import { expect, it } from "vitest";
import { z } from "zod";
import { fieldMessage } from "./field-message.ts";

function messageFor(schema: z.ZodType, input: unknown): unknown {
  const { error } = schema.safeParse(input, { error: (issue) => JSON.stringify(fieldMessage(issue)) });
  return JSON.parse(error?.issues[0]?.message ?? "null");
}

it.each([
  ["an empty text", z.string().min(1), "", { key: "required", count: 1 }],
  ["a missing value", z.string(), undefined, { key: "required", count: 0 }],
  ["a short text", z.string().min(8), "abc", { key: "tooShort", count: 8 }],
  ["a long text", z.string().max(3), "abcd", { key: "tooLong", count: 3 }],
  ["an empty list", z.array(z.string()).min(1), [], { key: "tooFew", count: 1 }],
  ["a small number", z.number().min(5), 4, { key: "tooSmall", count: 5 }],
  ["half an address", z.url(), "example", { key: "badUrl", count: 0 }],
  ["half an e-mail address", z.email(), "ada@", { key: "badEmail", count: 0 }],
  ["an empty address", z.url(), "", { key: "required", count: 0 }],
  ["another pattern", z.string().regex(/^\d+$/), "x", { key: "badFormat", count: 0 }],
  ["a value off the list", z.enum(["a", "b"]), "c", { key: "badValue", count: 0 }],
])("has words for %s", (_, schema, input, expected) => {
  expect(messageFor(schema, input)).toEqual(expected);
});
