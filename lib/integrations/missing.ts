import { issuesTokens } from "#lib/core/provider.ts";
import type { Integration } from "./contract.ts";
import type { IntegrationRow } from "./repository.ts";
import { latestVerification, missingScopes, type OfferingFacts, secretOf, toVariables } from "./rules.ts";

type Missing = Integration["missing"][number];

/** What keeps an integration a draft, in the order in which to mend it; empty for a configured one. */
export function listMissing(row: IntegrationRow, offering: OfferingFacts | null): Missing[] {
  if (!offering)
    return [
      { code: "offering", detail: `The offering “${row.offeringId}” is not available here (any more).` },
    ];
  if (row.status === "configured") return [];
  const incomplete = [...missingCredentials(row), ...missingSettings(row, offering)];
  return incomplete.length > 0 ? incomplete : [missingProof(row)];
}

function missingCredentials(row: IntegrationRow): Missing[] {
  const missing: Missing[] = [];
  if (row.credentialSource === "deployment" || !issuesTokens(row.kind)) return missing;
  if (!row.clientId)
    missing.push({ code: "client-id", detail: "Enter the client ID from the provider's console." });
  const hasSecret = secretOf(row, "active") !== null || secretOf(row, "pending") !== null;
  if (!hasSecret && row.clientAuthentication !== "none") {
    missing.push({ code: "client-secret", detail: "Enter the client secret from the provider's console." });
  }
  return missing;
}

function missingSettings(row: IntegrationRow, offering: OfferingFacts): Missing[] {
  const variables = toVariables(row);
  const unset = offering.variables.filter(
    ({ name, required, default: preset }) => required && !preset && !variables[name],
  );
  const scopes = missingScopes(offering, row.scopes, row.kind);
  return [
    ...unset.map(({ label }): Missing => ({ code: "variables", detail: `Enter “${label}”.` })),
    ...scopes.map(
      (scope): Missing => ({ code: "scopes", detail: `The offering needs the scope “${scope}”.` }),
    ),
  ];
}

function missingProof(row: IntegrationRow): Missing {
  const verdict = secretOf(row, "pending")?.verifications[0]?.verdict ?? latestVerification(row)?.verdict;
  if (verdict === "rejected") {
    return { code: "rejected", detail: "The provider refused the client. Correct it, then verify again." };
  }
  if (verdict === "inconclusive" && row.kind === "client_credentials") {
    return { code: "inconclusive", detail: "The check proved nothing either way. Verify it again later." };
  }
  if (verdict === "inconclusive") {
    return { code: "inconclusive", detail: "The check proved nothing either way. Verify by signing in." };
  }
  return { code: "not-verified", detail: "The client has not been tried at the provider yet. Verify it." };
}
