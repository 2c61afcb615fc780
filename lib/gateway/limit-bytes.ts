import { Transform } from "node:stream";
import { AppError } from "#lib/core/errors.ts";

const MB = 1024 * 1024;

/** The bytes of a limit in megabytes, where 0 is none. */
export function limitOf(megabytes: number): number {
  return megabytes > 0 ? megabytes * MB : Number.POSITIVE_INFINITY;
}

/** Passes bytes on until there are too many, then fails with payload-too-large. */
export function limitBytes(maxBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) done(bodyTooLarge(maxBytes));
      else done(null, chunk);
    },
  });
}

/** 413, with the limit in words. */
export function bodyTooLarge(maxBytes: number): AppError {
  const limit = `${maxBytes / MB} MB`;
  return new AppError("payload-too-large", `body beyond ${limit}`, {
    detail: `A body may have at most ${limit} here.`,
  });
}

/** 502 for a provider's answer beyond the deployment's limit (P-09). */
export function answerTooLarge(maxBytes: number): AppError {
  const limit = `${maxBytes / MB} MB`;
  return new AppError("provider-misbehaved", `answer beyond ${limit}`, {
    detail: `The provider's answer has more than ${limit}, which is the most that this deployment passes on. Ask for a part of it.`,
  });
}

/** 504 for a call beyond the deployment's time for one (P-09). */
export function tookTooLong(seconds: number): AppError {
  return new AppError("provider-unreachable", `call beyond ${seconds} s`, {
    detail: `The provider's answer was not complete within ${seconds} s, which is all that this deployment gives a call.`,
    extensions: { reason: "timeout" },
  });
}
