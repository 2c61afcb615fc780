import { describe, expect, it } from "vitest";
import { clientCheckCauses } from "#lib/oauth/client-check-rules.ts";
import { explainCheck } from "./explanations.ts";

const facts = {
  method: "client_check" as const,
  redirectUri: "https://mooring.example/oauth/callback/k",
  kind: "oauth2" as const,
  authentication: "client_secret_post" as const,
  workingAuthentication: null,
};

describe("the explanation of a check", () => {
  it("has words of its own for every cause that a check can end with", () => {
    const explain = (cause: string) => explainCheck({ ...facts, verdict: "inconclusive", cause });
    const generic = explain("some-cause-of-tomorrow");
    const own = clientCheckCauses.map(explain);
    expect(new Set([...own, generic]).size).toBe(clientCheckCauses.length + 1);
  });

  it("names both things that a refused client can mean, with the exact callback URL", () => {
    const words = explainCheck({ ...facts, verdict: "rejected", cause: "client-refused" });
    expect(words).toMatch(
      /client ID or the secret is wrong, or https:\/\/mooring\.example\/oauth\/callback\/k is not registered/,
    );
  });

  it("says how the credentials were sent, and how they have to be", () => {
    expect(explainCheck({ ...facts, verdict: "verified", cause: "control-refused" })).toContain(
      "Sent in the body.",
    );
    const other = { verdict: "rejected" as const, cause: "other-authentication" };
    expect(explainCheck({ ...facts, ...other, workingAuthentication: "client_secret_basic" })).toContain(
      "refuses these credentials in the body and accepts them as a Basic header",
    );
  });

  it("falls back to the verdict for a cause of another time", () => {
    expect(explainCheck({ ...facts, verdict: "rejected", cause: "invalid_client" })).toContain(
      "The provider refused this client",
    );
  });

  it("sends nobody to sign in for a client that connects by itself, and names no callback URL", () => {
    for (const cause of clientCheckCauses.filter(
      (one) => one !== "code-accepted" && one !== "redirect-refused",
    )) {
      const words = explainCheck({ ...facts, kind: "client_credentials", verdict: "inconclusive", cause });
      expect([cause, words]).not.toEqual([cause, expect.stringMatching(/sign(ing)? in|callback/i)]);
    }
  });
});
