import { expect, it } from "vitest";
import type { ApiOperation, OperationParameter } from "#lib/apis/contract.ts";
import { initialValues, missingParameters, toRequest } from "./operation-request.ts";

const parameter = (parts: Partial<OperationParameter>): OperationParameter => ({
  ...{ name: "id", in: "path", isRequired: true, type: "string", description: null, example: null },
  ...{ choices: null, separator: null, ...parts },
});
const operation: ApiOperation = {
  ...{
    key: "POST /files/{id}",
    method: "POST",
    path: "/files/{id}",
    summary: null,
    tag: null,
    isDeprecated: false,
  },
  parameters: [
    parameter({}),
    parameter({ name: "id", in: "query", isRequired: false, example: "7" }),
    parameter({ name: "tags", in: "query", isRequired: false, type: "array" }),
    parameter({ name: "ids", in: "query", isRequired: false, type: "array", separator: "|" }),
    parameter({ name: "view", in: "query", choices: ["short", "long"] }),
    parameter({ name: "X-Colour", in: "header", isRequired: false }),
  ],
  requestBody: { contentType: "application/x-www-form-urlencoded", isRequired: true, example: "a=1" },
};

it("begins with examples where a value is needed, and leaves the rest out", () => {
  expect(initialValues(operation)).toMatchObject({ "path id": "", "query id": "", "query view": "short" });
  expect(missingParameters(operation, initialValues(operation))).toEqual(["path id"]);
});

it("puts every value in its place, encoded, and lists as the document wants them", () => {
  const values = { "path id": "a/b ü", "query tags": "x, y", "query ids": "1,2", "header X-Colour": "red" };
  expect(toRequest(operation, values)).toEqual({
    method: "POST",
    url: "/files/a%2Fb%20%C3%BC?tags=x&tags=y&ids=1%7C2",
    headers: "X-Colour: red\nContent-Type: application/x-www-form-urlencoded",
    data: "a=1",
  });
});

it("leaves in the path what is still missing from it", () => {
  expect(toRequest(operation, {}).url).toBe("/files/{id}");
});
