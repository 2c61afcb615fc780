import { createTransport } from "nodemailer";
import { AppError } from "#lib/core/errors.ts";
import type { SendMail } from "#lib/core/mail.ts";
import type { Secret } from "#lib/core/secret.ts";

interface MailerOptions {
  url: Secret<string>;
  from: string;
  timeoutMs?: number;
}

/**
 * The way out of e-mail. The server is the operator's own setting and mostly inside their network, so its address is not
 * judged as those of providers and receivers are; nobody else can name another. TLS is required, except to this machine.
 */
export function createMailer({ url, from, timeoutMs = 15_000 }: MailerOptions): {
  send: SendMail;
  close(): void;
} {
  const { protocol, hostname, port, username, password } = new URL(url.reveal());
  const isSecure = protocol === "smtps:";
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (isSecure ? 465 : 587),
    secure: isSecure,
    requireTLS: !isSecure && !isHere,
    auth: username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined,
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return {
    close: () => transport.close(),
    send: async ({ to, ...mail }) => {
      try {
        await transport.sendMail({ from, to: { name: "", address: to }, ...mail });
        return "sent";
      } catch (error) {
        if (isRefusal(error)) return "refused";
        // Only a code goes on: what a server says may quote what it was sent.
        const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
        throw new AppError("provider-unreachable", `the mail server failed: ${code}`, {
          detail: "The mail server did not take the message.",
        });
      }
    },
  };
}

// 5xx for the recipient alone is final (RFC 5321 §4.2.1); nodemailer calls that EENVELOPE.
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "EENVELOPE") return false;
  return "responseCode" in error && Number(error.responseCode) >= 500;
}
