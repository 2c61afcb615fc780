import { describe, expect, it } from "vitest";
import type { AppError } from "#lib/core/errors.ts";
import type { Provider } from "#lib/core/provider.ts";
import { plainProvider } from "#lib/testing/plain-provider.ts";
import { readCallback } from "./callback.ts";

const issuer = "https://id.plain.example";

function refusal(query: string, provider: Provider = plainProvider()): AppError {
  try {
    readCallback({ provider, params: new URLSearchParams(query) });
  } catch (error) {
    return error as AppError;
  }
  throw new Error(`${query} was accepted`);
}

describe("the authorization response", () => {
  it("gives the code, sealed, and the rest without code and state", () => {
    const params = new URLSearchParams("code=abc%2F1&state=s&realmId=42&iss=https%3A%2F%2Fid.plain.example");
    const { code, callbackParams } = readCallback({ provider: plainProvider({ issuer }), params });
    expect(code.reveal()).toBe("abc/1");
    expect(String(code)).toBe("[redacted]");
    expect(callbackParams).toEqual({ realmId: "42", iss: issuer });
  });

  it.each([
    ["wrong", "code=a&iss=https%3A%2F%2Fevil.example", "state-mismatch"],
    ["with a slash too many", "code=a&iss=https%3A%2F%2Fid.plain.example%2F", "state-mismatch"],
    ["empty", "code=a&iss=", "state-mismatch"],
    ["missing although promised", "code=a", "state-mismatch"],
    ["repeated", `code=a&iss=${issuer}&iss=${issuer}`, "state-mismatch"],
    ["wrong beside an error", "error=access_denied&iss=https%3A%2F%2Fevil.example", "state-mismatch"],
  ])("F-04: is refused when its issuer is %s", (_, query, code) => {
    expect(refusal(query, plainProvider({ issuer, isIssParameterRequired: true })).code).toBe(code);
  });

  it("F-04: is not held to an issuer that nobody knows", () => {
    const params = new URLSearchParams("code=a&iss=https%3A%2F%2Fwho.example");
    expect(readCallback({ provider: plainProvider(), params }).code.reveal()).toBe("a");
  });

  it.each(["code=a&code=b", "code=a&state=1&state=1", "code=a&error=&error=x", "code=a&extra=1&extra=2"])(
    "F-02: is refused when a parameter comes twice: %s",
    (query) => {
      expect(refusal(query).code).toBe("state-mismatch");
    },
  );

  it.each([
    ["access_denied", "authorization-denied"],
    ["login_required", "authorization-denied"],
    ["interaction_required", "authorization-denied"],
    ["consent_required", "authorization-denied"],
    ["account_selection_required", "authorization-denied"],
    ["temporarily_unavailable", "unavailable"],
    ["server_error", "unavailable"],
    ["invalid_scope", "provider-rejected"],
    ["unauthorized_client", "provider-rejected"],
    ["redirect_uri_mismatch", "provider-rejected"],
    ["something_new", "provider-rejected"],
    ["", "provider-rejected"],
  ])("F-11: reports error=%s in words of our own", (error, code) => {
    const problem = refusal(`error=${error}&state=s`);
    expect(problem.code).toBe(code);
    expect(problem.detail).toContain("Plain");
  });

  it("F-11: is refused when an error and a code come together", () => {
    expect(refusal("error=access_denied&code=abc").code).toBe("state-mismatch");
  });

  it("F-06: hands on no markup and no control character of the provider's text", () => {
    const hostile = `<script>alert("x")</script>\r\n\u202Egnp.exe${"a".repeat(2_000)}`;
    const problem = refusal(new URLSearchParams({ error: hostile, error_description: hostile }).toString());
    expect(problem.extensions.providerError).toBeNull();
    expect(problem.extensions.providerDescription).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,300}$/);
    expect(`${problem.message}${problem.detail}`).not.toContain("script");
  });

  it.each([
    "",
    "state=s",
    "code=",
    `code=${"a".repeat(4_097)}`,
    "code=%00",
    "code=a%0D%0Ab",
    "code=%F0%9F%98%80",
  ])("is refused when it holds no usable code: %s", (query) => {
    expect(refusal(query).code).toBe("provider-misbehaved");
  });

  it("quotes neither the code nor the state in a refusal", () => {
    const problem = refusal("code=C0DE-1&code=C0DE-2&state=ST4TE");
    expect(JSON.stringify([problem.message, problem.detail, problem.extensions])).not.toMatch(/C0DE|ST4TE/);
  });
});
