import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { onTestFinished } from "vitest";
import type { SendMail } from "#lib/core/mail.ts";
import { Secret } from "#lib/core/secret.ts";
import { createMailer } from "#lib/egress/create-mailer.ts";

export interface Mailbox {
  /** Each with its envelope's address and all that was sent, as it came. */
  received: { to: string; raw: string }[];
  /** From now on the recipient is answered so; `null`: taken. */
  refuse(code: number | null): void;
  send: SendMail;
  port: number;
}

/** A real SMTP server on this machine and the mailer that speaks to it, until the test ends. */
export async function startMailbox(): Promise<Mailbox> {
  const received: Mailbox["received"] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, done) =>
      done(refusal ? Object.assign(new Error("no such mailbox"), { responseCode: refusal }) : null),
    onData: (stream, session, done) => {
      void text(stream).then((raw) => {
        received.push({ to: session.envelope.rcptTo[0]?.address ?? "", raw });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const mailer = createMailer({
    url: new Secret(`smtp://127.0.0.1:${port}`),
    from: "Mooring <mooring@example.test>",
  });
  onTestFinished(async () => {
    mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return {
    received,
    refuse: (code) => {
      refusal = code;
    },
    send: mailer.send,
    port,
  };
}
