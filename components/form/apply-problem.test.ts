import { createFormControl } from "react-hook-form";
import { expect, it } from "vitest";
import { ProblemError } from "#lib/browser/problem-error.ts";
import { applyProblem, pointerToPath } from "./apply-problem.ts";
import { listErrors } from "./error-list.ts";

function formWith(values: Record<string, unknown>) {
  return createFormControl({ defaultValues: values });
}

function problemWith(errors: { pointer: string; detail: string }[]) {
  return new ProblemError({ code: "invalid-input", status: 422, title: "The input is not valid", errors });
}

it("reads a JSON pointer with its escapes", () => {
  expect(pointerToPath("/variables/a~1b~0c")).toBe("variables.a/b~c");
});

it("puts each error at its field, a deeper one at the nearest field above", () => {
  const form = formWith({ name: "", scopes: [] });
  const problem = problemWith([
    { pointer: "/name", detail: "This name is taken." },
    { pointer: "/scopes/0", detail: "Unknown scope." },
  ]);

  expect(applyProblem(form, problem)).toBe(true);
  expect(form.getFieldState("name").error?.message).toBe("This name is taken.");
  expect(form.getFieldState("scopes").error?.message).toBe("Unknown scope.");
});

it("finds a field within a group of fields, and no field in the group itself", () => {
  const form = formWith({ name: "", variables: { subdomain: "BAD" } });

  expect(applyProblem(form, problemWith([{ pointer: "/variables/subdomain", detail: "Bad." }]))).toBe(true);
  expect(form.getFieldState("variables.subdomain").error?.message).toBe("Bad.");
  expect(applyProblem(form, problemWith([{ pointer: "/variables/region", detail: "Unknown." }]))).toBe(false);
});

it("finds a field within a row of fields, and the rows as one where none is meant", () => {
  const form = formWith({ rows: [{ id: "a" }, { id: "b" }] });
  const problem = problemWith([{ pointer: "/rows/1/id", detail: "Bad." }]);
  expect(applyProblem(form, problem)).toBe(true);
  expect(form.getFieldState("rows.1.id").error?.message).toBe("Bad.");
  expect(applyProblem(form, problemWith([{ pointer: "/rows", detail: "Twice." }]))).toBe(true);
  expect(applyProblem(form, problemWith([{ pointer: "/rows/7/id", detail: "Bad." }]))).toBe(true);
});

it("says so when an error points to no field of the form", () => {
  const form = formWith({ name: "" });
  expect(applyProblem(form, problemWith([{ pointer: "/offeringId", detail: "Unknown." }]))).toBe(false);
  expect(applyProblem(form, problemWith([]))).toBe(false);
});

it("lists nested errors under their paths and leaves the form's own out", () => {
  const errors = {
    name: { type: "server", message: "Taken." },
    variables: { region: { type: "server", message: "Unknown." } },
    root: { type: "server", message: "Elsewhere." },
  };
  expect(listErrors(errors)).toEqual([
    { name: "name", message: "Taken." },
    { name: "variables.region", message: "Unknown." },
  ]);
});
