import { z } from "zod";

/** How an e-mail address is kept and compared: trimmed, in lower case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("Enter an e-mail address, such as ada@example.com."))
  .meta({ example: "ada@example.com" });

/**
 * Ten characters at least: S-08 asks for eight, but ours stands alone without a second factor, and ten that are not
 * all the same outlast the ten guesses per quarter of an hour that an address gets. No composition rules (NIST SP 800-63B).
 */
export const newPasswordSchema = z
  .string()
  .min(10, "Use at least 10 characters.")
  .max(128, "Use at most 128 characters.")
  .refine((password) => new Set(password).size > 3, "Use more than a few different characters.");
