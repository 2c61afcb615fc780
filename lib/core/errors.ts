import type { ProblemCode } from "./problem-types.ts";

/** One field of the input that is wrong: a JSON pointer into the body, query or path (RFC 6901). */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

interface AppErrorOptions {
  /** For people: what happened and the way out. Without it the problem's title is all they see. */
  detail?: string;
  errors?: FieldProblem[];
  /** Further members of the problem document, e.g. `{ flowId }`. Never a secret. */
  extensions?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

// The server and Next's bundle each hold a copy of this module, so `instanceof` cannot be trusted.
const brand = Symbol.for("mooring.error");

/** What a verb throws. `message` is for the log; `detail` is for people; `code` fixes status and title. */
export class AppError extends Error {
  readonly [brand] = true;
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly errors: FieldProblem[];
  readonly extensions: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.detail = options.detail;
    this.errors = options.errors ?? [];
    this.extensions = options.extensions ?? {};
    this.headers = options.headers ?? {};
  }
}

export function isAppError(value: unknown): value is AppError {
  return typeof value === "object" && value !== null && brand in value;
}

/** 422 for one field: `pointer` is a JSON pointer such as `/scopes/0`, `detail` names the way out. */
export function invalidInput(pointer: string, detail: string): AppError {
  return new AppError("invalid-input", `${pointer}: ${detail}`, { detail, errors: [{ pointer, detail }] });
}

/** 404, said in the same words whether the thing does not exist or is not the actor's to see (D-19). */
export function notFound(what: string): AppError {
  return new AppError("not-found", `no such ${what}`, {
    detail: `There is no such ${what}, or it is not yours to see.`,
  });
}

/** 403 for an actor that sees the thing but may not do this to it. */
export function forbidden(detail: string): AppError {
  return new AppError("forbidden", detail, { detail });
}

/** 409: the state of things does not allow it now. */
export function conflict(detail: string, extensions: Record<string, unknown> = {}): AppError {
  return new AppError("conflict", detail, { detail, extensions });
}
