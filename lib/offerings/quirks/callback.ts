import { createHmac, timingSafeEqual } from "node:crypto";
import type { CallbackCheck, CallbackStep } from "#lib/core/provider-steps.ts";

/** A fragment's remains cling to the code. */
export const stripCodeSuffix: CallbackStep = (params) =>
  params.code === undefined ? params : { ...params, code: params.code.replace(/#_$/, "") };

/** The query is signed with the client secret, and it names the tenant that was asked. */
export const checkSignedCallback: CallbackCheck = (params, provider, clientSecret) =>
  checkSignature(params, provider, clientSecret) ?? checkExpected(params, provider, clientSecret);

/** The token endpoint's origin that the answer names must be one that the offering knows: the secret goes there. */
export const checkTokenOrigin: CallbackCheck = (params, { callback, token }) => {
  const told = params[callback.tokenOriginParam ?? ""];
  return told === undefined || token.origins.includes(told)
    ? null
    : "it names a token endpoint that the offering does not know";
};

// HMAC-SHA-256 in hex over the other parameters, sorted by name and form-encoded (Shopify, "Verify a request").
const checkSignature: CallbackCheck = (params, { callback }, clientSecret) => {
  const { [callback.signatureParam ?? ""]: signature = "", ...signed } = params;
  if (clientSecret === null) return "its signature cannot be checked without a client secret";
  const sorted = Object.entries(signed).sort(([one], [other]) => (one < other ? -1 : 1));
  const text = new URLSearchParams(sorted).toString();
  const expected = createHmac("sha256", clientSecret.reveal()).update(text).digest();
  const given = Buffer.from(/^[0-9a-f]{64}$/.test(signature) ? signature : "", "hex");
  const fits = given.length === expected.length && timingSafeEqual(given, expected);
  return fits ? null : "its signature does not fit";
};

const checkExpected: CallbackCheck = (params, { callback }) => {
  const other = Object.entries(callback.expected).find(([name, value]) => params[name] !== value);
  return other === undefined ? null : `its ${other[0]} is not the one that was asked`;
};
