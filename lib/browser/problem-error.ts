import { z } from "zod";

const problemSchema = z.object({
  code: z.string(),
  status: z.number(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).default([]),
  requestId: z.string().optional(),
});

export interface FieldError {
  pointer: string;
  detail: string;
}

/** A problem that the server answered with (RFC 9457), as the browser throws it. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  readonly requestId: string | undefined;
  /** The whole document, for members that only some problems have. */
  readonly document: Record<string, unknown>;

  constructor(document: Record<string, unknown>) {
    const problem = problemSchema.parse(document);
    super(problem.detail ?? problem.title);
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors;
    this.requestId = problem.requestId;
    this.document = document;
  }
}

/** The problem in a thrown value, or `null` when it is something else (no network, a bug). */
export function readProblem(error: unknown): ProblemError | null {
  return error instanceof ProblemError ? error : null;
}

/** Whether the body of an answer is a problem document that can be shown. */
export function isProblemDocument(body: unknown): body is Record<string, unknown> {
  return problemSchema.safeParse(body).success;
}
