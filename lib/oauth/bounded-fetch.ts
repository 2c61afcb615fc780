import { AppError, isAppError } from "#lib/core/errors.ts";
import { readBytes } from "#lib/core/read-bytes.ts";
import type { ProtocolFetch } from "./token-request.ts";

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 256 * 1024;
const bodiless = [101, 204, 205, 304];

/**
 * A `fetch` for somebody who waits at a sign-in page: 15 s from the first byte to the last, 256 KB at most, no redirect.
 * Throws `provider-unreachable` for no whole answer, `provider-misbehaved` for a larger one, and what the guard throws.
 */
export function boundedFetch(fetch: ProtocolFetch): ProtocolFetch {
  return async (input, init) => {
    const { host } = new URL(input);
    const { response, bytes } = await ask().catch((error: unknown) => {
      throw isAppError(error) ? error : new AppError("provider-unreachable", `${host} did not answer`);
    });
    if (!bytes) throw new AppError("provider-misbehaved", `${host} answered with more than 256 KB`);
    const { status, headers } = response;
    return new Response(bodiless.includes(status) ? null : new Uint8Array(bytes), { status, headers });

    async function ask() {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(input, { ...init, redirect: "manual", signal });
      return { response, bytes: await readBytes(response.body, MAX_BYTES) };
    }
  };
}
