import { Transform } from "node:stream";
import { AppError } from "#lib/core/errors.ts";

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
  const limit = `${maxBytes / 1024 / 1024} MB`;
  return new AppError("payload-too-large", `body beyond ${limit}`, {
    detail: `A body may have at most ${limit} here.`,
  });
}
