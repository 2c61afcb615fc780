import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { codeChallenge, newCodeVerifier } from "./pkce.ts";

describe("PKCE", () => {
  it("computes the S256 challenge of RFC 7636 Appendix B", async () => {
    const verifier = new Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    await expect(codeChallenge(verifier)).resolves.toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  });

  it("makes verifiers of 43 unreserved characters, each another one, that print nothing", () => {
    const verifiers = Array.from({ length: 200 }, newCodeVerifier);
    for (const verifier of verifiers) expect(verifier.reveal()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(verifiers.map((verifier) => verifier.reveal())).size).toBe(200);
    expect(JSON.stringify(verifiers[0])).toBe('"[redacted]"');
  });
});
