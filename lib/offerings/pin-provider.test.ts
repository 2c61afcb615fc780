import { describe, expect, it } from "vitest";
import { pinProvider } from "./pin-provider.ts";
import { findOffering, loadCatalogue } from "./registry.ts";

const settings = { sandboxOrigin: null };

function offering(id: string) {
  const found = findOffering(settings, id);
  if (!found) throw new Error(`no offering ${id}`);
  return found;
}

/** Every variable with its example. */
function examples({ variables }: ReturnType<typeof offering>): Record<string, string> {
  const known = variables.map(({ name, default: preset, choices, example }) => [
    name,
    preset ?? choices?.[0] ?? example ?? "",
  ]);
  return Object.fromEntries(known.filter(([, value]) => value !== ""));
}

describe("an offering on the deployment's client", () => {
  it("talks to the client's own two addresses", () => {
    const pinned = {
      authorizeUrl: "https://linear.app/oauth/authorize?x=1",
      tokenUrl: "https://api.linear.app/token",
    };
    const provider = pinProvider(offering("linear"), {}, pinned);
    expect(provider.authorize.url).toBe(pinned.authorizeUrl);
    expect(provider.token.url).toBe(pinned.tokenUrl);
  });

  it("D-06: sends the secret to no other address of the catalogue once the token endpoint is elsewhere", () => {
    const pinned = {
      authorizeUrl: "https://proxy.example/authorize",
      tokenUrl: "https://proxy.example/token",
    };
    for (const one of loadCatalogue().filter(({ variables }) => variables.length === 0)) {
      const { token, revocation } = pinProvider(one, {}, pinned);
      expect([token.url, token.refreshUrl, token.origins, revocation.url]).toEqual([
        pinned.tokenUrl,
        null,
        ["https://proxy.example"],
        null,
      ]);
    }
  });

  it("P-04: lets no variable lead secret or tokens to a host that the client was not registered for", () => {
    const pinned = {
      authorizeUrl: "https://acme.zendesk.com/oauth/authorizations/new",
      tokenUrl: "https://acme.zendesk.com/oauth/tokens",
    };
    const zendesk = offering("zendesk");
    expect(pinProvider(zendesk, { subdomain: "acme" }, pinned).api.baseUrl).toContain("acme.zendesk.com");
    expect(() => pinProvider(zendesk, { subdomain: "elsewhere" }, pinned)).toThrow("/variables/subdomain");
  });

  it("P-04: of every offering, free variables in a host are refused at a client of another host", () => {
    const pinned = { authorizeUrl: "https://other.example/a", tokenUrl: "https://other.example/t" };
    const free = loadCatalogue().filter(({ variables, api }) =>
      variables.some(
        ({ name, choices, required }) => required && !choices && api.baseUrl.includes(`{${name}}.`),
      ),
    );
    expect(free.length).toBeGreaterThan(3);
    for (const one of free) expect(() => pinProvider(one, examples(one), pinned)).toThrow("/variables/");
  });
});
