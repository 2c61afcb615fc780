import { describe, expect, it } from "vitest";
import { createMemberSession } from "#lib/auth/join-workspace.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner, systemActor } from "#lib/testing/factories.ts";
import { type Mailbox, startMailbox } from "#lib/testing/mailbox.ts";
import { createInvitation } from "./create-invitation.ts";
import { getInvitationPreview } from "./get-invitation-preview.ts";
import { listInvitations } from "./list-invitations.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { rotateInvitation } from "./rotate-invitation.ts";
import { sendInvitationMails } from "./send-invitation-mails.ts";

const database = useDatabase();
const clock = createClock();

const contextOf = (actor: MemberActor) =>
  testContext({ db: database.db, actor, now: clock.now, settings: { hasMail: true } });
const work = (mailbox: Mailbox) =>
  sendInvitationMails(testContext({ db: database.db, actor: systemActor(), now: clock.now }), mailbox.send);

/** The tokens in what arrived, as both parts of each e-mail hold them. */
function tokensIn({ received }: Mailbox): string[] {
  return received.map(({ raw }) => {
    const text = raw.replaceAll("=\r\n", "").replaceAll("=3D", "=");
    const tokens = new Set([...text.matchAll(/\/invite#([A-Za-z0-9_-]{43})/g)].map(([, token]) => token));
    expect(tokens.size).toBe(1);
    return [...tokens][0] ?? "";
  });
}

const look = (token: string) =>
  getInvitationPreview(testContext({ db: database.db, now: clock.now }), { token: new Secret(token) });

describe("invitations by e-mail", () => {
  it("Z-12: prove the address of whoever accepts them; a link that was passed on proves none", async () => {
    const mailbox = await startMailbox();
    const ctx = contextOf(await createOwner(database.db));
    await createInvitation(ctx, { email: "mailed@example.com", role: "member" });
    await work(mailbox);
    const [mailed = ""] = tokensIn(mailbox);
    const withoutMail = { ...ctx, settings: { ...ctx.settings, hasMail: false } };
    const { link } = await createInvitation(withoutMail, { email: "copied@example.com", role: "member" });
    const nobody = testContext({ db: database.db, now: clock.now });
    for (const token of [mailed, new URL(link ?? "").hash.slice(1)])
      await createMemberSession(nobody, {
        ...{ token: new Secret(token), name: "Grace", password: new Secret("correct horse battery") },
      });
    const where = { email: { in: ["mailed@example.com", "copied@example.com"] } };
    const people = await database.db.user.findMany({ where, orderBy: { email: "desc" } });
    expect(people.map(({ emailVerifiedAt }) => emailVerifiedAt)).toEqual([clock.now(), null]);
  });

  it("hold the link, which nobody else is told, and are sent once", async () => {
    const mailbox = await startMailbox();
    const owner = await createOwner(database.db, "Olive\r\nBcc: x@example.com");
    const ctx = contextOf(owner);
    const issued = await createInvitation(ctx, { email: "grace@example.com", role: "admin" });
    expect(issued).toMatchObject({ link: null, mail: "waiting" });
    expect([await work(mailbox), await work(mailbox)]).toEqual([1, 0]);
    expect(mailbox.received.map(({ to }) => to)).toEqual(["grace@example.com"]);
    expect(mailbox.received[0]?.raw).not.toMatch(/^bcc:/im);
    const [token = ""] = tokensIn(mailbox);
    expect(await look(token)).toMatchObject({ email: "grace@example.com", role: "admin" });
    expect((await listInvitations(ctx, { limit: 10 })).items).toMatchObject([{ mail: "sent" }]);
  });

  it("are tried again ten minutes later with another token when the server is down, and not once revoked", async () => {
    const mailbox = await startMailbox();
    const ctx = contextOf(await createOwner(database.db));
    const first = await createInvitation(ctx, { email: "grace@example.com", role: "member" });
    const second = await createInvitation(ctx, { email: "ada@example.com", role: "member" });
    mailbox.refuse(451);
    expect(await work(mailbox)).toBe(0);
    expect(await work(mailbox)).toBe(0);
    expect((await listInvitations(ctx, { limit: 10 })).items.map(({ mail }) => mail)).toEqual([
      "waiting",
      "waiting",
    ]);
    await revokeInvitation(ctx, { id: second.id });
    mailbox.refuse(null);
    clock.advance(10 * 60_000);
    expect(await work(mailbox)).toBe(1);
    expect(mailbox.received.map(({ to }) => to)).toEqual(["grace@example.com"]);
    expect((await listInvitations(ctx, { limit: 10 })).items).toMatchObject([{ id: first.id, mail: "sent" }]);
  });

  it("say so when the server refuses the address, and get a new link on demand; the old one is dead", async () => {
    const mailbox = await startMailbox();
    const ctx = contextOf(await createOwner(database.db));
    const { id } = await createInvitation(ctx, { email: "grace@example.com", role: "member" });
    mailbox.refuse(550);
    await work(mailbox);
    expect((await listInvitations(ctx, { limit: 10 })).items).toMatchObject([{ mail: "refused" }]);
    mailbox.refuse(null);
    await rotateInvitation(ctx, { id });
    await work(mailbox);
    await rotateInvitation(ctx, { id });
    await work(mailbox);
    const [old = "", fresh = ""] = tokensIn(mailbox);
    await expect(look(old)).rejects.toMatchObject({ code: "not-found" });
    expect(await look(fresh)).toMatchObject({ email: "grace@example.com" });
  });
});
