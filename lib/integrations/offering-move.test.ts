import { describe, expect, it } from "vitest";
import { toCatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { offeringDataSchema } from "#lib/offerings/schema.ts";
import { fullOffering } from "#lib/testing/full-offering.ts";
import { judgeMove } from "./offering-move.ts";

const open = () => {
  const { variables, ...rest } = fullOffering();
  return { ...rest, variables: variables.map((variable) => ({ ...variable, choices: null })) };
};
const read = (data: object) => toCatalogueOffering(offeringDataSchema.parse(data));
const before = read(open());
/** Where every tenant's tokens come from what was the host of one of them. */
const after = read({ ...open(), token: { ...open().token, url: "https://eu.acme.example/token" } });
const row = (...overrides: object[]) => ({
  kind: "oauth2" as const,
  variables: { tenant: "eu" },
  clientAuthentication: "client_secret_post" as const,
  oauthCredential: null,
  overrides: overrides.map((settings) => ({ settings })),
});

describe("what becomes of an integration when its offering changes", () => {
  it("is nothing where its own addresses and those of its overrides stay as they are", () => {
    expect(judgeMove(row(), before, after)).toBe("none");
    expect(judgeMove(row({ prompt: "login" }, { clientId: "other" }), before, after)).toBe("none");
    expect(judgeMove(row({ clientId: "other", variables: { tenant: "us" } }), before, before)).toBe("none");
  });

  it("is a reconnect where its own addresses move", () => {
    expect(judgeMove({ ...row(), variables: { tenant: "us" } }, before, after)).toBe("reconnect");
  });

  it("P-04: is a reconnect where an override of it is led elsewhere, though it is not itself", () => {
    const override = { clientId: "other", variables: { tenant: "us" } };
    expect(judgeMove(row(override), before, after)).toBe("reconnect");
    expect(judgeMove(row(override), null, after)).toBe("reconnect");
  });
});
