import { z } from "zod";
import { Secret } from "#lib/core/secret.ts";

export const isoTime = z.iso.datetime();

/** A day such as `2026-11-22`. */
export const daySchema = z.iso
  .date("A day is needed, such as 2027-06-30.")
  .refine((day) => day >= "2000-01-01" && day < "2100-01-01", "A day of this century is needed.");

export const personSchema = z.object({ id: z.string(), name: z.string() });

/** One line of text: trimmed, in Unicode's composed form, without control characters or half surrogates (V-07). */
export function lineSchema(maxLength: number) {
  return z
    .string()
    .max(maxLength * 2)
    .trim()
    .normalize("NFC")
    .max(maxLength)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Remove the control characters.");
}

/** RFC 6749 appendix A.1: printable ASCII. */
export const clientIdSchema = z
  .string()
  .max(1_000)
  .trim()
  .max(500)
  .regex(/^[\x20-\x7E]*$/, "A client id has only plain letters, digits and signs; copy it again.");

/** RFC 6749 appendix A.2: printable ASCII. A mask that a form shows in place of the secret is not a secret (K-06). */
export const clientSecretSchema = z
  .string()
  .max(8_192)
  .trim()
  .min(1, "Enter the client secret.")
  .max(4_096)
  .regex(/^[\x20-\x7E]*$/, "A client secret has only plain letters, digits and signs; copy it again.")
  .refine(
    (secret) => !/^(\*+|\[redacted\])$/.test(secret),
    "This is a mask, not a secret; leave it out to keep the stored one.",
  )
  .meta({ writeOnly: true });

/** `clientSecretSchema` as a route reads it: in a browser the wrapped one would be sent as its mask. */
export const enteredSecretSchema = clientSecretSchema.transform((text) => new Secret(text));

/** What any address must be; which may be plain http is the verb's to say. */
export const endpointSchema = z
  .string()
  .max(4_000)
  .trim()
  .min(1, { message: "Enter the address.", abort: true })
  .max(2_000)
  .regex(/^[\x21-\x7E]+$/, {
    message: "An address has no spaces, line breaks or letters outside ASCII.",
    abort: true,
  })
  .refine(
    (text) => /^https?:\/\/[^/]/i.test(text) && URL.canParse(text),
    "Enter a whole address, with https://.",
  )
  .refine(
    (text) => !URL.parse(text)?.username && !URL.parse(text)?.password,
    "Leave user and password out of it.",
  )
  .refine((text) => !/[#{}\\]/.test(text), "Leave fragments, braces and backslashes out of it.");

export const callbackSchema = z.enum(["shared", "keyed"]).meta({
  description:
    "`shared` is the deployment's one callback address, for integrations of a platform admin (D-05)",
});

/** Certificates in PEM, one after the other; whether they can be read, and are authorities', is the verb's to say. */
export const caCertificatesSchema = z
  .string()
  .max(32_768, "At most 32 KB: leave out what is not an authority's certificate.")
  .regex(/^[\x20-\x7e\t\r\n]*$/, "Certificates are entered in PEM, which is plain text.")
  .meta({
    description:
      "Authorities (PEM, 10 at most) that are trusted beside the public ones in calls of this integration; empty for none",
  });

/** RFC 6749 §3.3 `scope-token`. Scopes outside the catalogue are allowed: providers add them faster than any list. */
export const scopeSchema = z
  .string()
  .max(200)
  .regex(
    /^[\x21\x23-\x5B\x5D-\x7E]+$/,
    "A scope has no spaces, quotes, backslashes or letters outside ASCII.",
  );

export const scopesSchema = z
  .array(scopeSchema)
  .max(100)
  .overwrite((scopes) => [...new Set(scopes)]);
