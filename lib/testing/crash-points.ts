/** What a victim does when it dies. */
export type Act = "start-flow" | "complete-flow" | "refresh" | "disconnect" | "create-workspace";

/** Something that happens in a victim: a statement, or a request to the token endpoint. */
export interface Moment {
  when: "before" | "sent" | "after";
  /** A statement's text; `null` for a request. */
  statement: string | null;
  /** The statements of the transaction that this one belongs to, itself included; without one only itself. */
  transaction: readonly string[];
  /** How far the request to the token endpoint has come. */
  request: "none" | "underway" | "answered" | "read";
}

interface Point {
  act: Act;
  /** Who notices that the point is reached: the victim itself, or the provider in front of it. */
  at: ((moment: Moment) => boolean) | "received" | "committed";
}

const inserts = (table: string) => new RegExp(`^\\s*INSERT INTO (?:"public"\\.)?"${table}"`);
const updates = (table: string, column: string) =>
  new RegExp(`^\\s*UPDATE (?:"public"\\.)?"${table}"[\\s\\S]*SET[\\s\\S]*"${column}"[\\s\\S]*=`);

// By hand, so without a schema: storing tokens gives the lease back, and names the holder as well.
const takesLease = /UPDATE "ConnectionTokens"[\s\S]*SET\s+"leaseHolder" = \$/;
const storesTokens = /^\s*UPDATE (?:"public"\.)?"ConnectionTokens"[\s\S]*"accessTokenSealed" = /;
const consumesFlow = updates("AuthorizationFlow", "consumedAt");

const isStatement = (when: Moment["when"], pattern: RegExp) => (moment: Moment) =>
  moment.when === when && moment.statement !== null && pattern.test(moment.statement);

const isCommitOf = (when: Moment["when"], pattern: RegExp) => (moment: Moment) =>
  isStatement(when, /^\s*COMMIT/)(moment) && moment.transaction.some((text) => pattern.test(text));

// What is judged and parsed has left nothing but the next statement, whichever that is.
const isFirstStatementAfterAnswer = ({ when, statement, request }: Moment) =>
  when === "before" && statement !== null && request === "read";

const isRequest = (when: Moment["when"], request: Moment["request"]) => (moment: Moment) =>
  moment.statement === null && moment.when === when && moment.request === request;

/**
 * The twenty points at which a process is killed. There is no job that re-encrypts, so nothing can die half-way in it: the
 * nineteenth point is the creation of a workspace's key instead.
 */
export const points = {
  "flow-written": { act: "start-flow", at: isCommitOf("after", inserts("AuthorizationFlow")) },
  "state-consumed": { act: "complete-flow", at: isStatement("after", consumesFlow) },
  "code-sent": { act: "complete-flow", at: "received" },
  "code-committed": { act: "complete-flow", at: "committed" },
  "code-answer-read": { act: "complete-flow", at: isFirstStatementAfterAnswer },
  "connect-committed": { act: "complete-flow", at: isCommitOf("after", inserts("ConnectionTokens")) },
  "lease-taken": { act: "refresh", at: isStatement("after", takesLease) },
  "before-connect": { act: "refresh", at: isRequest("before", "none") },
  "bytes-sent": { act: "refresh", at: "received" },
  "provider-committed": { act: "refresh", at: "committed" },
  "headers-read": { act: "refresh", at: isRequest("after", "answered") },
  "body-parsed": { act: "refresh", at: isFirstStatementAfterAnswer },
  encrypted: { act: "refresh", at: isStatement("before", storesTokens) },
  "before-commit": { act: "refresh", at: isCommitOf("before", storesTokens) },
  "commit-sent": { act: "refresh", at: isCommitOf("sent", storesTokens) },
  "commit-done": { act: "refresh", at: isCommitOf("after", storesTokens) },
  "marked-revoking": { act: "disconnect", at: isCommitOf("after", inserts("Revocation")) },
  "revoked-not-erased": {
    act: "disconnect",
    at: isStatement("before", updates("Revocation", "finishedAt")),
  },
  "key-written": { act: "create-workspace", at: isStatement("after", inserts("WorkspaceKey")) },
  "audit-written": { act: "disconnect", at: isStatement("after", inserts("AuditEvent")) },
} satisfies Record<string, Point>;

export type PointName = keyof typeof points;

export const pointNames = Object.keys(points) as PointName[];

export function isPointName(name: string): name is PointName {
  return name in points;
}

/** Refreshes that may cost a strict provider's grant: it has committed, we have not. */
export const costlyPoints: readonly PointName[] = [
  "bytes-sent",
  "provider-committed",
  "headers-read",
  "body-parsed",
  "encrypted",
  "before-commit",
  "commit-sent",
];
