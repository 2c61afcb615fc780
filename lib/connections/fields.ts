import { z } from "zod";
import { Secret } from "#lib/core/secret.ts";

// From the moment of entry; the input type stays a string.
const wrap = (text: string) => new Secret(text);

const secretSchema = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .regex(/^[\x20-\x7e]+$/, "Only printable ASCII characters.")
    .transform(wrap);

const token = secretSchema(16_384);

/** An API key: one word, so that it fits a header as well as a query. */
export const apiKeySchema = z
  .string()
  .max(16_384)
  .trim()
  .min(1, "Enter the key.")
  .max(8_192)
  .regex(/^[\x21-\x7e]+$/, "A key has only plain letters, digits and signs, and no blanks; copy it again.")
  .refine((key) => !/^(\*+|\[redacted\])$/.test(key), "This is a mask, not a key; copy it again.")
  .meta({ writeOnly: true });

// RFC 7617 §2: the first colon ends the user name, and control characters have no place in either.
export const usernameSchema = z
  .string()
  .trim()
  .min(1, "Enter the user name.")
  .max(500)
  .regex(/^[^:\p{Cc}\p{Cs}]*$/u, "A user name has no colon and no control characters.");
export const passwordSchema = z
  .string()
  .max(1_000)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "A password has no control characters.")
  .meta({ writeOnly: true });

/** What to send, for whoever sent something else. */
export const connectShapes =
  "Send exactly one of {code}, {refreshToken}, {accessToken}, {apiKey}, {username, password} or {clientCredentials}.";

/** Each way of proving an account; what is secret is wrapped. */
export const connectMembers = [
  z.strictObject({
    code: token,
    redirectUri: z.string().max(2_000).optional(),
    codeVerifier: secretSchema(128).optional(),
  }),
  z.strictObject({
    accessToken: token,
    refreshToken: token.optional(),
    expiresIn: z.number().int().positive().max(315_360_000).optional(),
  }),
  z.strictObject({ refreshToken: token }),
  z.strictObject({ apiKey: apiKeySchema.transform(wrap) }),
  z.strictObject({ username: usernameSchema.transform(wrap), password: passwordSchema.transform(wrap) }),
  z.strictObject({
    clientCredentials: z
      .literal(true)
      .meta({ description: "The integration's own client connects by itself" }),
  }),
] as const;
