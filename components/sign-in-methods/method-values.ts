import { z } from "zod";
import {
  type CreateSignInMethodInput,
  createSignInMethodInput,
  domainSchema,
  type SignInMethod,
  type UpdateSignInMethodInput,
  updateSignInMethodInput,
} from "#lib/sign-in-methods/contract.ts";

/** What the form holds: every field has a value, so that each can be typed into. */
export interface MethodValues {
  kind: SignInMethod["kind"];
  name: string;
  slug: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** With spaces between. */
  allowedDomains: string;
  joinRole: "none" | "member" | "admin";
}

export function valuesOf(method: SignInMethod | null): MethodValues {
  return {
    kind: method?.kind ?? "oidc",
    name: method?.name ?? "",
    slug: method?.slug ?? "",
    issuer: method?.issuer ?? "",
    clientId: method?.clientId ?? "",
    clientSecret: "",
    allowedDomains: method?.allowedDomains.join(" ") ?? "",
    joinRole: method?.join?.role ?? "none",
  };
}

/** The contract's rules for a new method. */
export function createForm(domainsMalformed: string) {
  return valuesSchema(domainsMalformed)
    .transform(({ issuer, ...values }): CreateSignInMethodInput => {
      const asked = values.kind === "google" || (values.kind === "github" && issuer === "") ? {} : { issuer };
      return { ...values, ...asked, ...shared(values) };
    })
    .pipe(createSignInMethodInput);
}

/** Sends all that can be changed; an empty secret keeps the stored one. */
export function updateForm(domainsMalformed: string) {
  return valuesSchema(domainsMalformed)
    .transform((values): UpdateSignInMethodInput => {
      const { name, clientId, clientSecret } = values;
      return { name, clientId, ...(clientSecret !== "" && { clientSecret }), ...shared(values) };
    })
    .pipe(updateSignInMethodInput);
}

function shared({ allowedDomains, joinRole }: Pick<MethodValues, "allowedDomains" | "joinRole">) {
  return {
    allowedDomains: splitDomains(allowedDomains),
    joinRole: joinRole === "none" ? null : joinRole,
  };
}

// The array's own errors would stand at single domains; the form has one field for all of them.
function valuesSchema(domainsMalformed: string) {
  const areDomains = ({ allowedDomains }: MethodValues) =>
    splitDomains(allowedDomains).every((domain) => domainSchema.safeParse(domain).success);
  return z.custom<MethodValues>().refine(areDomains, { path: ["allowedDomains"], message: domainsMalformed });
}

function splitDomains(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}
