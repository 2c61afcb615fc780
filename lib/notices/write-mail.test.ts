import { expect, it } from "vitest";
import { writeMail } from "./write-mail.ts";

it("an e-mail holds names as text, in one line of subject, and links to the connection", () => {
  const payload = {
    type: "connection.expiring",
    timestamp: "2026-03-01T12:00:00.000Z",
    data: { integrationId: "i-1", cause: null, expiresAt: "2026-03-05T08:30:00.000Z" },
  };
  const mail = writeMail({
    origin: "https://mooring.example.com",
    name: "Ada",
    mails: [{ type: "connection.expiring", connectionId: "conn-1", payload }],
    total: 1,
    integrations: new Map([["i-1", "<b>Files</b>\r\nBcc: all@example.com"]]),
  });
  expect(mail.subject).toBe("<b>Files</b> Bcc: all@example.com: a connection ends soon");
  expect(mail.html).toContain("&lt;b&gt;Files&lt;/b&gt;");
  expect(mail.html).not.toContain("<b>");
  expect(mail.text).toContain(
    "It ends 2026-03-05 08:30 UTC.\nhttps://mooring.example.com/connections/conn-1",
  );
});
