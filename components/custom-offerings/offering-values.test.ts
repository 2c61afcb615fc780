import { describe, expect, it } from "vitest";
import type { OfferingData } from "#lib/custom-offerings/contract.ts";
import { nameFactQuirks } from "#lib/offerings/consistency.ts";
import { parseOfferingData } from "#lib/offerings/parse-offering-data.ts";
import { findOfferingData, loadCatalogue } from "#lib/offerings/registry.ts";
import { offeringForm } from "./offering-output.ts";
import { valuesOf } from "./offering-values.ts";
import { fromLines, toLines } from "./parameter-lines.ts";

const form = offeringForm({ lines: "lines", json: "json" });
const today = "2026-11-25";
const dataOf = (id: string) => findOfferingData({ sandboxOrigin: null }, id) as OfferingData;

describe("the form of an offering", () => {
  it.each(loadCatalogue().map(({ id }) => id))("%s comes out of it as it went in", (id) => {
    const original = dataOf(id);
    const sent = form.parse(valuesOf(original, today)).data;
    const { data, problems } = parseOfferingData({ ...sent, id }, null, nameFactQuirks);
    expect(problems).toEqual([]);
    // The usual scopes are the required ones and the default ones, in whichever list the former stand.
    const withoutOrder = (value: OfferingData | null) => ({
      ...value,
      quirks: value?.quirks.toSorted(),
      scopes: {
        ...value?.scopes,
        required: value?.scopes.required.toSorted(),
        default: [...new Set([...(value?.scopes.required ?? []), ...(value?.scopes.default ?? [])])].sort(),
      },
    });
    expect(withoutOrder(data)).toEqual(withoutOrder(original));
  });

  it("shows in JSON only what has no field", () => {
    const rest = JSON.parse(valuesOf(dataOf("github"), today).rest);
    expect(Object.keys(rest)).not.toContain("authorize");
    expect(rest.tokenResponse).toMatchObject({ errorIn200: true });
  });

  it("names what it cannot read at its field", () => {
    const values = valuesOf({}, today);
    values.data.token.params = "no sign";
    values.rest = "{";
    const paths = form.safeParse(values).error?.issues.map(({ path }) => path.join("."));
    expect(paths).toEqual(["rest", "data.token.params"]);
  });
});

describe("parameters by the line", () => {
  it("come back as they were", () => {
    const parameters = { audience: "a=b", "X-Version": "2022-11-28", empty: "" };
    expect(fromLines(toLines(parameters))).toEqual(parameters);
  });

  it.each(["a", "=b", " =b", "a=1\na=2"])("are not %j", (text) => {
    expect(fromLines(text)).toBeNull();
  });
});
