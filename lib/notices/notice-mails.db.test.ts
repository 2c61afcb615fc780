import { describe, expect, it } from "vitest";
import { type Context, withActor } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { Secret } from "#lib/core/secret.ts";
import { createMailer } from "#lib/egress/create-mailer.ts";
import { createClock } from "#lib/testing/clock.ts";
import { systemContext, testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { startMailbox } from "#lib/testing/mailbox.ts";
import { createNotices, type NoticeInput } from "./create-notices.ts";
import { getNoticeMail, updateNoticeMail } from "./notice-mail.ts";
import { sendNoticeMails } from "./send-notice-mails.ts";

const database = useDatabase();
const minute = 60_000;

async function setUp(hasMail = true) {
  // Each test looks at its own people only.
  await database.db.noticeMail.deleteMany();
  const clock = createClock(new Date());
  const owner = await createOwner(database.db);
  const { workspaceId } = owner;
  const member = await createMember(database.db, { workspaceId });
  const ctx = testContext({ db: database.db, now: clock.now, actor: owner, settings: { hasMail } });
  const system = systemContext(ctx);
  const mailbox = await startMailbox();
  const tell = (parts: Partial<NoticeInput> = {}, { by = system, times = 1 } = {}) =>
    inTransaction(by, (tx: Context) =>
      createNotices(
        tx,
        Array.from({ length: times }, () => ({
          type: "connection.needs_reauth" as const,
          ...{ workspaceId, connectionId: "conn-1", integrationId: "integration-1" },
          ...{ ownerId: member.userId, isShared: false, status: "needs_reauth", cause: "invalid_grant" },
          ...parts,
        })),
      ),
    );
  const send = () => sendNoticeMails(system, mailbox.send);
  const to = () => mailbox.received.map((mail) => mail.to).toSorted();
  return { clock, owner, member, ctx, system, mailbox, tell, send, to };
}

describe("an e-mail about connections", () => {
  it("goes to the owner of a personal connection, with a link to it", async () => {
    const { member, mailbox, tell, send } = await setUp();
    await tell();
    expect(await send()).toBe(1);
    const [{ to, raw } = { to: "", raw: "" }] = mailbox.received;
    expect(to).toBe(member.email);
    expect(raw).toMatch(/^From: Mooring <mooring@example\.test>/m);
    expect(raw).toContain("http://localhost:3000/connections/conn-1");
    expect(raw).toContain("needs to be reconnected");
    expect(await send()).toBe(0);
  });

  it("goes to those who run the workspace when the connection is shared", async () => {
    const { owner, tell, send, to } = await setUp();
    await tell({ isShared: true });
    await send();
    expect(to()).toEqual([owner.email]);
  });

  it("tells of what one has to see to, of everything, or of nothing, as each chooses", async () => {
    const { ctx, member, tell, send, to, clock } = await setUp();
    const own = withActor(ctx, member);
    expect(await getNoticeMail(own)).toEqual({ choice: "needed", canMail: true });
    await tell({ type: "connection.created" });
    expect([await send(), to()]).toEqual([0, []]);
    await updateNoticeMail(own, { choice: "all" });
    await tell({ type: "connection.recovered" });
    expect(await send()).toBe(1);
    clock.advance(11 * minute);
    await tell();
    await updateNoticeMail(own, { choice: "none" });
    await tell();
    expect(await send()).toBe(0);
    const where = { action: "membership.update", actorId: member.userId };
    expect(await database.db.auditEvent.count({ where })).toBe(2);
  });

  it("does not tell people of what they disconnected themselves", async () => {
    const { ctx, owner, member, tell, send, to } = await setUp();
    const gone = { type: "connection.disconnected", status: "disconnected" } as const;
    await tell(gone, { by: withActor(ctx, member) });
    expect(await send()).toBe(0);
    await tell(gone, { by: withActor(ctx, owner) });
    expect([await send(), to()]).toEqual([1, [member.email]]);
  });

  it("is one for each person in ten minutes, however much breaks at once", async () => {
    const { clock, mailbox, tell, send } = await setUp();
    await tell({}, { times: 5_000 });
    expect(await send()).toBe(1);
    expect(mailbox.received[0]?.raw).toContain("Subject: 5000 things about connections in Mooring");
    expect(mailbox.received[0]?.raw).toContain("And 4980 more");
    await tell({}, { times: 3 });
    clock.advance(9 * minute);
    expect(await send()).toBe(0);
    clock.advance(2 * minute);
    expect(await Promise.all([send(), send()])).toEqual(expect.arrayContaining([0, 1]));
    expect(mailbox.received).toHaveLength(2);
  });

  it("waits while the server is down, and is given up where the address is refused for good", async () => {
    const { clock, system, mailbox, tell, send } = await setUp();
    await tell();
    const nowhere = createMailer({ url: new Secret("smtp://127.0.0.1:1"), from: "a@example.test" });
    expect(await sendNoticeMails(system, nowhere.send)).toBe(0);
    mailbox.refuse(450);
    clock.advance(11 * minute);
    expect(await send()).toBe(0);
    expect(await database.db.noticeMail.count()).toBe(1);
    mailbox.refuse(550);
    clock.advance(11 * minute);
    expect(await send()).toBe(0);
    expect(await database.db.noticeMail.count()).toBe(0);
  });

  it("is written for nobody without a mail server, or who was disabled", async () => {
    const { tell } = await setUp(false);
    await tell();
    expect(await database.db.noticeMail.count()).toBe(0);
    const { member, tell: tellDisabled } = await setUp();
    await database.db.user.update({ where: { id: member.userId }, data: { disabledAt: new Date() } });
    await tellDisabled();
    expect(await database.db.noticeMail.count()).toBe(0);
  });

  it("does not go to who was disabled while it waited", async () => {
    const { member, tell, send, to } = await setUp();
    await tell();
    await database.db.user.update({ where: { id: member.userId }, data: { disabledAt: new Date() } });
    expect([await send(), to()]).toEqual([0, []]);
  });
});
