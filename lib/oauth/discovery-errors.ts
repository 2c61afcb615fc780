import { AppError, invalidInput } from "#lib/core/errors.ts";

/** 502 at `/url`: what the address answered is not to be used. */
export function discoveryFailed(detail: string): AppError {
  return new AppError("provider-misbehaved", detail, { detail, errors: [{ pointer: "/url", detail }] });
}

/** 422 at `/url`: the address itself cannot be asked. */
export function notUsable(detail: string): AppError {
  return invalidInput("/url", detail);
}
