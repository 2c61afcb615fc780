import type { WorkspaceRole } from "#lib/core/permissions.ts";

interface Contents {
  role: WorkspaceRole;
  workspaceName: string;
  invitedByName: string;
  link: string;
}

const roleWords: Record<WorkspaceRole, string> = {
  owner: "an owner",
  admin: "an admin",
  member: "a member",
};

/** The e-mail that brings an invitation: plain text, and the same as plain HTML. Names are shortened; they may hold anything. */
export function writeInvitation({ role, workspaceName, invitedByName, link }: Contents): {
  subject: string;
  text: string;
  html: string;
} {
  const [who, where] = [oneLine(invitedByName), oneLine(workspaceName)];
  const paragraphs = [
    `${who} invites you to the workspace “${where}” in Mooring, as ${roleWords[role]}.`,
    `Open this link within seven days to join. It works once, and only for this address:`,
  ];
  const closing = "If you expected nothing of the kind, leave it: nothing happens without you.";
  return {
    subject: `${who} invites you to ${where}`,
    text: [...paragraphs, link, closing].join("\n\n"),
    html: [
      ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
      `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`,
      `<p>${closing}</p>`,
    ].join(""),
  };
}

// A subject is one line (RFC 5322 §2.2), and a name is no place for an address that mail programs make a link of.
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(/:\/\//g, " ").slice(0, 80);
}

function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char] ?? "&#39;",
  );
}
