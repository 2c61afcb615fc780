import { AppError, isAppError } from "#lib/core/errors.ts";

/** Before `exchange` not one byte of the request has left, so that it may safely be tried again. */
export type EgressStage = "connect" | "exchange";
export type EgressReason = "dns" | "refused" | "tls" | "timeout" | "reset";

const words: Record<EgressReason, string> = {
  dns: "its name cannot be found",
  refused: "it accepts no connection",
  tls: "its certificate or TLS version is not acceptable",
  timeout: "it took too long",
  reset: "it closed the connection before it had answered",
};

/** 422: this address may not be called. `reason` is for people and never holds more than the host's name. */
export function egressBlocked(host: string, reason: string): AppError {
  return new AppError("egress-blocked", `blocked ${host}: ${reason}`, {
    detail: `Mooring does not call ${host}: ${reason}.`,
  });
}

/** 504: the provider could not be reached. Only host, reason and stage go in: the original text may quote a header (D-21). */
export function unreachable(
  host: string,
  reason: EgressReason,
  stage: EgressStage,
  cause?: string,
): AppError {
  return new AppError("provider-unreachable", `${host} (${stage}): ${reason}${cause ? `, ${cause}` : ""}`, {
    detail: `${host} did not answer: ${words[reason]}.`,
    extensions: { reason, stage },
  });
}

/** What a failed exchange means. An AppError (of the guard) passes as it is; anything else is kept by its code alone. */
export function toEgressError(error: unknown, host: string, stage: EgressStage): AppError {
  for (let link = error; link instanceof Error || isAppError(link); link = link.cause) {
    if (isAppError(link)) return link;
    const code = codeOf(link);
    if (code !== null) return fromCode(code, host, stage);
  }
  return unreachable(host, "reset", stage);
}

function fromCode(code: string, host: string, stage: EgressStage): AppError {
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code.startsWith("HPE")) {
    return new AppError("provider-misbehaved", `${host} sent no valid HTTP: ${code}`, {
      detail: `${host} answered with something that is not valid HTTP.`,
    });
  }
  return unreachable(host, reasonOf(code, stage), stage, code);
}

function reasonOf(code: string, stage: EgressStage): EgressReason {
  if (code === "ENOTFOUND" || code.startsWith("EAI_")) return "dns";
  if (code.includes("TIMEOUT") || code === "ETIMEDOUT") return "timeout";
  if (/CERT|SSL|TLS|EPROTO|SIGNATURE|ISSUER/.test(code)) return "tls";
  return stage === "connect" ? "refused" : "reset";
}

function codeOf(error: Error): string | null {
  if (error.name === "TimeoutError") return "TIMEOUT";
  if (error.name === "HTTPParserError") return "HPE";
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]{1,60}$/.test(code) ? code : null;
}
