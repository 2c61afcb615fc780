import type { AppError } from "#lib/core/errors.ts";
import { problemTypes } from "#lib/core/problem-types.ts";

export interface ProblemPlace {
  origin: string;
  requestId: string;
}

/** The problem document of an error (RFC 9457 §3): `type` is a page we serve, `instance` names this very request. */
export function toProblem(error: AppError, { origin, requestId }: ProblemPlace): Record<string, unknown> {
  const { status, title } = problemTypes[error.code];
  return {
    ...(status === 500 ? {} : error.extensions),
    type: `${origin}/problems/${error.code}`,
    title,
    status,
    ...(error.detail && status !== 500 ? { detail: error.detail } : {}),
    instance: `urn:uuid:${requestId}`,
    code: error.code,
    requestId,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
  };
}

/** The same as an HTTP answer. */
export function problemResponse(error: AppError, place: ProblemPlace): Response {
  return new Response(JSON.stringify(toProblem(error, place)), {
    status: problemTypes[error.code].status,
    headers: {
      ...error.headers,
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": place.requestId,
    },
  });
}
