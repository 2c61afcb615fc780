import { AppError, isAppError } from "#lib/core/errors.ts";

// Prisma's errors are told by name and code: the server and Next's bundle each have their own classes.
const unavailableCodes = new Set([
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2037",
  "ECONNREFUSED",
  "ECONNRESET",
  "57P01",
  "57P03",
  "53300",
]);
const danglingCodes = new Set(["P2003", "23503"]);
const raceCodes = new Set(["P2034", "40001", "40P01"]);

/**
 * The AppError for anything that was thrown: itself, or what a database failure means to the caller.
 * Unknown things become `internal`, with the thing as the cause for the log; their message reaches nobody else.
 */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const code = readCode(error);
  if (code === "P2002") {
    return new AppError("conflict", "unique constraint", {
      detail: "Something with this name or key is already there.",
      cause: error,
    });
  }
  if (code === "P2025") return new AppError("not-found", "row is gone", { cause: error });
  // What it points to went away between the look and the write.
  if (code && danglingCodes.has(code)) {
    return new AppError("conflict", "foreign key", {
      detail: "What this belongs to was removed at the same moment. Look again.",
      cause: error,
    });
  }
  if (code && raceCodes.has(code)) {
    return new AppError("conflict", "write conflict", {
      detail: "Somebody changed this at the same moment. Try again.",
      cause: error,
    });
  }
  if (code && unavailableCodes.has(code)) {
    return new AppError("unavailable", "database unavailable", {
      detail: "The database does not answer. Try again in a moment.",
      headers: { "retry-after": "2" },
      cause: error,
    });
  }
  return new AppError("internal", error instanceof Error ? error.name : typeof error, { cause: error });
}

function readCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
