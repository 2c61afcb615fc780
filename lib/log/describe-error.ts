import { redactText } from "./redact-text.ts";

/** An error as the log shows it. */
export interface DescribedError {
  type: string;
  message: string;
  code?: string | number;
  status?: number;
  stack?: string;
  cause?: DescribedError;
  errors?: DescribedError[];
}

const MAX_DEPTH = 4;

/**
 * An error with only the parts that hold no caller's data: properties such as `detail`, `query` or `headers` stay
 * out. A message about a header value is withheld whole, because it quotes the value (D-21).
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: redactText(String(error)) };
  const { code, status, cause, errors } = error as Error & {
    code?: unknown;
    status?: unknown;
    errors?: unknown;
  };
  const isLast = depth >= MAX_DEPTH;
  return {
    type: error.name,
    message: safeMessage(error),
    ...(typeof code === "string" || typeof code === "number"
      ? { code: typeof code === "string" ? redactText(code) : code }
      : {}),
    ...(typeof status === "number" ? { status } : {}),
    stack: frames(error),
    ...(cause !== undefined && !isLast ? { cause: describeError(cause, depth + 1) } : {}),
    ...(Array.isArray(errors) && !isLast
      ? { errors: errors.slice(0, 5).map((one) => describeError(one, depth + 1)) }
      : {}),
  };
}

function safeMessage(error: Error): string {
  const { message, name } = error;
  if (/header/i.test(message) && /invalid|illegal|not allowed|character/i.test(message))
    return "[a header was refused; its value is withheld]";
  if (/ByteString/.test(message)) return "[a header value was refused; it is withheld]";
  // Prisma prints the whole call, arguments included, before the line that says what is wrong.
  if (name.startsWith("PrismaClient")) return redactText(message.trim().split("\n").at(-1) ?? "");
  return redactText(message);
}

// The first lines of a stack repeat the message.
function frames(error: Error): string {
  const lines = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return lines
    .slice(0, 20)
    .map((line) => redactText(line.trim()))
    .join("\n");
}
