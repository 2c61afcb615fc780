import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import { readCallback } from "#lib/oauth/callback.ts";
import { plainProvider } from "#lib/testing/plain-provider.ts";
import { flowFailureCodes } from "./contract.ts";
import { exchangeFailureOf, flowFailureOf, isFlowFailureCode, toFlowFailure } from "./flow-failures.ts";

const hostile = `<script>alert(1)</script> https://evil.example`;

/** The failure that a provider's error in the callback comes to. */
function failureOf(error: string) {
  const params = new URLSearchParams({
    error,
    error_description: hostile,
    error_uri: "https://evil.example",
  });
  try {
    readCallback({ provider: plainProvider(), params });
  } catch (thrown) {
    return toFlowFailure(flowFailureOf(thrown), "https://mooring.example/oauth/callback");
  }
  throw new Error(`${error} was accepted`);
}

describe("how a flow can end badly", () => {
  it.each([
    ["login_required", "login-required", "The provider wants you to sign in first"],
    ["consent_required", "consent-required", "The provider wants your consent first"],
    [
      "account_selection_required",
      "account-selection-required",
      "The provider does not know which account you mean",
    ],
    ["interaction_required", "interaction-required", "The provider wants to ask you something first"],
  ])("F-11: what cannot finish without a page says which one: %s", (error, code, title) => {
    const failure = failureOf(error);
    expect(failure).toMatchObject({ code, title });
    expect(failure.hint).toContain("asks the provider to show nothing");
  });

  it.each([
    ["access_denied", "authorization-denied"],
    ["temporarily_unavailable", "provider-unreachable"],
    ["server_error", "provider-unreachable"],
    ["invalid_scope", "scopes-rejected"],
    ["unauthorized_client", "client-rejected"],
    ["redirect_uri_mismatch", "redirect-mismatch"],
    ["something_new", "provider-rejected"],
  ])("F-11: every other error has words of its own: %s", (error, code) => {
    expect(failureOf(error).code).toBe(code);
  });

  it.each([...flowFailureCodes])(
    "F-06: has title, detail and hint of ours, and nothing of the provider's: %s",
    (code) => {
      expect(isFlowFailureCode(code)).toBe(true);
      const { title, detail, hint } = toFlowFailure(code);
      for (const text of [title, detail, hint]) expect(text).toMatch(/^[A-Z][^<>]{5,}[^<>!]$/);
      for (const error of ["login_required", "access_denied", "something_new"])
        expect(JSON.stringify(failureOf(error))).not.toMatch(/script|evil/);
    },
  );

  it("does not call it a page that is missing when the token endpoint says the same words", () => {
    const facts = {
      class: "permanent-grant",
      error: "interaction_required",
      status: 400,
      retryAfterMs: null,
    } as const;
    expect(exchangeFailureOf(facts)).toBe("provider-rejected");
  });

  it("is our own fault where nothing else is known", () => {
    expect(flowFailureOf(new Error("unforeseen"))).toBe("internal");
    expect(flowFailureOf(new AppError("internal", "unforeseen"))).toBe("internal");
  });
});
