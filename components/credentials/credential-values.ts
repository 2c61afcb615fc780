import { z } from "zod";
import {
  type CreateOAuthCredentialInput,
  createOAuthCredentialInput,
  type OAuthCredential,
  type UpdateOAuthCredentialInput,
  updateOAuthCredentialInput,
} from "#lib/credentials/contract.ts";
import { scopeSchema } from "#lib/integrations/contract.ts";

/** What the form holds: every field has a value, so that each can be typed into. */
export interface CredentialValues {
  domain: string;
  clientId: string;
  clientSecret: string;
  clientAuthentication: NonNullable<OAuthCredential["clientAuthentication"]> | "auto";
  authorizeUrl: string;
  tokenUrl: string;
  /** With spaces between. */
  scopes: string;
  hasAcknowledged: boolean;
}

export function valuesOf(credential: OAuthCredential | null): CredentialValues {
  return {
    domain: credential?.domain ?? "",
    clientId: credential?.clientId ?? "",
    clientSecret: "",
    clientAuthentication: credential?.clientAuthentication ?? "auto",
    authorizeUrl: credential?.authorizeUrl ?? "",
    tokenUrl: credential?.tokenUrl ?? "",
    scopes: credential?.scopes.join(" ") ?? "",
    hasAcknowledged: false,
  };
}

/** The contract's rules for a new entry. */
export function createForm(scopesMalformed: string) {
  return valuesSchema(scopesMalformed)
    .transform(({ hasAcknowledged: _, ...values }): CreateOAuthCredentialInput => toInput(values))
    .pipe(createOAuthCredentialInput);
}

/** Sends only what was changed, with the moment that the form was filled from; an empty secret keeps the stored one. */
export function updateForm(credential: OAuthCredential, scopesMalformed: string) {
  const { domain: _, ...before } = toInput(valuesOf(credential));
  return valuesSchema(scopesMalformed)
    .transform(({ hasAcknowledged, ...values }): UpdateOAuthCredentialInput => {
      const { domain: _, ...after } = toInput(values);
      const changed = Object.entries(after).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, name)),
      );
      return {
        ...Object.fromEntries(changed),
        expectedUpdatedAt: credential.updatedAt,
        ...(hasAcknowledged ? { acknowledgedConnections: credential.connectionCount } : {}),
      };
    })
    .pipe(updateOAuthCredentialInput);
}

// The array's own errors would stand at single scopes; the form has one field for all of them.
function valuesSchema(scopesMalformed: string) {
  return z.custom<CredentialValues>().refine(({ scopes }) => isScopeList(splitScopes(scopes)), {
    path: ["scopes"],
    message: scopesMalformed,
  });
}

function isScopeList(scopes: readonly string[]): boolean {
  return scopes.length > 0 && scopes.every((scope) => scopeSchema.safeParse(scope).success);
}

function splitScopes(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function toInput({ clientAuthentication, scopes, ...values }: Omit<CredentialValues, "hasAcknowledged">) {
  return {
    ...values,
    clientAuthentication: clientAuthentication === "auto" ? null : clientAuthentication,
    scopes: splitScopes(scopes),
  };
}
