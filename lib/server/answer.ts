import type { ServerResponse } from "node:http";
import type { AppError } from "#lib/core/errors.ts";
import { problemTypes } from "#lib/core/problem-types.ts";
import { type ProblemPlace, toProblem } from "#lib/http/problem.ts";

/** Answers with a problem document, and closes the connection so that an unread body does not have to be read. */
export function sendProblem(res: ServerResponse, error: AppError, place: ProblemPlace): void {
  const { status } = problemTypes[error.code];
  const headers = { ...error.headers, "content-type": "application/problem+json", connection: "close" };
  res.writeHead(status, headers).end(JSON.stringify(toProblem(error, place)));
}

/** Answers with a small JSON document. */
export function sendJson(res: ServerResponse, status: number, body: Record<string, unknown>): void {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
