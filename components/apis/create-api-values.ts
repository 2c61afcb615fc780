import { z } from "zod";
import { type CreateApiInput, createApiInput } from "#lib/apis/contract.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import type { AuthPrefill } from "./auth-options.ts";

export const sources = ["upload", "paste", "url", "hand"] as const;
export type Source = (typeof sources)[number];

/** What the form holds: every field has a value, so that each can be typed into. */
export interface CreateApiValues extends AuthPrefill {
  source: Source;
  document: string;
  documentUrl: string;
  /** Of the document that was read; empty until then. */
  expectedHash: string;
  name: string;
  baseUrl: string;
  accountPath: string;
  accountIdPath: string;
  clientId: string;
  clientSecret: string;
  integrationKey: string;
}

/** The contract's rules; `unread` is said where a document was given and not read. */
export function createApiForm(unread: string) {
  return z
    .custom<CreateApiValues>()
    .superRefine(({ source, expectedHash }, { addIssue }) => {
      if (source === "hand" || expectedHash) return;
      addIssue({ code: "custom", path: [source === "url" ? "documentUrl" : "document"], message: unread });
    })
    .transform(toInput)
    .pipe(createApiInput);
}

/** Only what belongs to the chosen source and way to connect is sent; what is needed is sent empty, so that it is missed. */
export function toInput(values: CreateApiValues): CreateApiInput {
  const { source, kind, name, baseUrl, integrationKey } = values;
  const hasClient = issuesTokens(kind);
  return {
    ...{ kind, name, baseUrl, integrationKey },
    ...(source === "url" && { documentUrl: values.documentUrl }),
    ...((source === "upload" || source === "paste") && { document: values.document }),
    ...(source !== "hand" && { expectedHash: values.expectedHash }),
    ...(kind === "oauth2" && {
      authorizeUrl: values.authorizeUrl,
      refreshUrl: values.refreshUrl || null,
    }),
    ...(hasClient && {
      tokenUrl: values.tokenUrl,
      scopes: splitScopes(values.scopes),
      clientId: values.clientId || undefined,
      clientSecret: values.clientSecret || undefined,
    }),
    ...(kind === "api_key" && { keyPlace: values.keyPlace }),
    accountPath: values.accountPath || null,
    accountIdPath: values.accountIdPath || null,
  };
}

export function splitScopes(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

export function emptyValues(): CreateApiValues {
  return {
    source: "upload",
    document: "",
    documentUrl: "",
    expectedHash: "",
    name: "",
    baseUrl: "",
    kind: "oauth2",
    authorizeUrl: "",
    tokenUrl: "",
    refreshUrl: "",
    scopes: "",
    keyPlace: { in: "header", name: "Authorization", prefix: "Bearer " },
    accountPath: "",
    accountIdPath: "",
    clientId: "",
    clientSecret: "",
    integrationKey: newIntegrationKey(),
  };
}

/** The last part of the integration's own callback address; made here, so that it can be registered before there is one. */
function newIntegrationKey(): string {
  const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => alphabet[byte % 32]).join("");
}
