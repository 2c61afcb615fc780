/** One e-mail to one person. */
interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Hands an e-mail to the operator's server: `refused` when it never takes it for this address. Throws provider-unreachable otherwise. */
export type SendMail = (mail: Mail) => Promise<"sent" | "refused">;

/** What became of one of those that were claimed; `nothing`: there was nothing to send after all. */
export type MailOutcome = "sent" | "refused" | "nothing" | "failed";

/**
 * Mails what is due, `atOnce` at a time, until a claim brings fewer. `claim` takes them from everybody else. Ends as well when
 * none of a round could be handed over: a server that is down is not asked for everybody in turn. Gives how many left.
 */
export async function mailInRounds<Due>(
  atOnce: number,
  claim: (limit: number) => Promise<Due[]>,
  mail: (due: Due[]) => Promise<MailOutcome[]>,
): Promise<number> {
  for (let sent = 0; ; ) {
    const due = await claim(atOnce);
    const outcomes = await mail(due);
    sent += outcomes.filter((outcome) => outcome === "sent").length;
    if (due.length < atOnce || outcomes.every((outcome) => outcome === "failed")) return sent;
  }
}
