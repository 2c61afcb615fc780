import { NOTICE_WORDS } from "./mail-words.ts";
import type { WaitingMail } from "./repository-mails.ts";

interface Contents {
  origin: string;
  name: string;
  /** The newest of what there is to tell. */
  mails: readonly WaitingMail[];
  /** How much there is in all. */
  total: number;
  integrations: ReadonlyMap<string, string>;
}

interface Written {
  subject: string;
  text: string;
  html: string;
}

/** One e-mail about everything that waits: plain text, and the same as plain HTML. Ids, causes and links; never a token. */
export function writeMail({ origin, name, mails, total, integrations }: Contents): Written {
  const lines = mails.map((mail) => describe(mail, origin, integrations));
  const [first] = lines;
  const subject = total === 1 && first ? first.title : `${total} things about connections in Mooring`;
  const rest = total - mails.length;
  const more = rest > 0 ? `And ${rest} more: ${origin}/connections` : null;
  const choose = `You choose what is mailed to you at ${origin}/settings/account`;
  const text = [
    `Hello ${name},`,
    ...lines.map(({ title, detail, url }) => [title, detail, url].filter(Boolean).join("\n")),
    ...(more ? [more] : []),
    choose,
  ].join("\n\n");
  const items = lines.map(
    ({ title, detail, url }) =>
      `<li><strong>${escapeHtml(title)}</strong>${detail ? `<br>${escapeHtml(detail)}` : ""}<br><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></li>`,
  );
  const html = `<p>Hello ${escapeHtml(name)},</p><ul>${items.join("")}</ul>${more ? `<p>${escapeHtml(more)}</p>` : ""}<p>${escapeHtml(choose)}</p>`;
  return { subject: oneLine(subject), text, html };
}

function describe(
  { type, connectionId, payload }: WaitingMail,
  origin: string,
  names: ReadonlyMap<string, string>,
) {
  const { integrationId, cause, expiresAt } = payload.data;
  const integration = names.get(String(integrationId)) ?? "an integration that is gone";
  const { title, isGone } = NOTICE_WORDS[type] ?? { title: type, isGone: false };
  const details = [
    typeof cause === "string" ? `Cause: ${cause}.` : null,
    typeof expiresAt === "string" ? `It ends ${expiresAt.slice(0, 16).replace("T", " ")} UTC.` : null,
  ];
  return {
    title: oneLine(`${integration}: ${title}`),
    detail: details.filter(Boolean).join(" "),
    url: isGone ? `${origin}/connections` : `${origin}/connections/${connectionId}`,
  };
}

// A name may hold anything: a subject is one line (RFC 5322 §2.2).
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 200);
}

function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char] ?? "&#39;",
  );
}
