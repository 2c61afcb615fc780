import { loadavg } from "node:os";
import { getCheckpoints } from "#lib/audit/get-checkpoints.ts";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { migrateDatabase } from "#lib/db/migrate.ts";
import { startTemporaryPostgres } from "#lib/db/temporary-postgres.ts";
import { updateWorkspace } from "#lib/workspaces/update-workspace.ts";
import { driveRoutes } from "./audit-routes.ts";
import { testContext } from "./context.ts";
import { createMember, createOwner } from "./factories.ts";
import { startProcess } from "./processes.ts";
import { type Tampering, tamper, tamperings } from "./tamper.ts";

/*
 * The audit log under load and under attack (U-01): two processes act a thousand times each in one workspace while a third is
 * killed in the middle; then a superuser changes a chain in every way there is, and the verifier must name the first bad row;
 * last, every mutating route of the manifest must leave exactly one event, done or refused.
 */

const ACTS = 1_000;
const AT_ONCE = 50;

const postgres = await startTemporaryPostgres();
const url = postgres.url("mooring_check");
const admin = openDatabase({ url: postgres.url("postgres"), maxConnections: 1 });
await admin.pool.query("CREATE DATABASE mooring_check");
await admin.close();
await migrateDatabase(url);
const database = openDatabase({ url });
try {
  const { events, forks } = await actInParallel(database);
  let found = 0;
  for (const tampering of tamperings) found += Number(await isFound(database, tampering));
  const { faults, routes, missed, rolledBack } = await driveRoutes(database.client, url);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(
    `${routes} mutating routes, each as somebody who may and as a key that may not; ${rolledBack} without their event; ${missed} for what another workspace has\n`,
  );
  const routesWithoutEvent = faults.length;
  const result = { events, forks, tamperings: tamperings.length, found, routesWithoutEvent };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode =
    events === 2 * ACTS && forks === 0 && found === tamperings.length && faults.length === 0 ? 0 : 1;
} finally {
  await database.close();
  await postgres.stop();
}

async function actInParallel({ client: db, pool }: Database): Promise<{ events: number; forks: number }> {
  const owner = await createOwner(db);
  const { workspaceId } = owner;
  const people = await Promise.all([0, 1, 2].map(() => createMember(db, { workspaceId, role: "admin" })));
  const processes = people.map((actor) =>
    startProcess("lib/testing/audit-process.ts", [url, JSON.stringify(actor), `${ACTS}`, `${AT_ONCE}`]),
  );
  const [first, second, third] = processes as [
    (typeof processes)[0],
    (typeof processes)[0],
    (typeof processes)[0],
  ];
  await third.line(/^half$/);
  third.child.kill("SIGKILL");
  const times = await Promise.all([first, second].map(({ line }) => line(/^done/)));
  await Promise.all(processes.map(({ ended }) => ended));
  const report = await verifyChain(testContext({ db, actor: owner }), workspaceId);
  const [counts] = (
    await pool.query(
      `SELECT count(*) FILTER (WHERE "actorId" <> $2)::int AS events,
         (count(*) - count(DISTINCT "sequence") + (max("sequence") - count(*)))::int AS forks,
         count(*) FILTER (WHERE "actorId" = $2)::int AS "killedEvents",
         (SELECT count(*) + count("revokedAt") FROM "ApiKey" WHERE "createdById" = $2)::int AS "killedActs"
       FROM "AuditEvent" WHERE "workspaceId" = $1`,
      [workspaceId, people[2]?.userId],
    )
  ).rows;
  const isWhole = report.fault === null && counts.killedEvents === counts.killedActs;
  process.stdout.write(
    `2 × ${ACTS} acts, ${AT_ONCE} at once each, load ${loadavg()[0]?.toFixed(1)}: ${times.join("; ")}; ${counts.killedEvents} events and ${counts.killedActs} acts of the killed process; ${
      report.fault ? `broken: ${JSON.stringify(report.fault)}` : `${report.events} in one chain`
    }\n`,
  );
  return { events: counts.events, forks: counts.forks + (isWhole ? 0 : 1) };
}

async function isFound({ client: db, pool }: Database, tampering: Tampering): Promise<boolean> {
  const owner = await createOwner(db);
  const ctx = testContext({ db, actor: owner });
  for (let n = 1; n <= 12; n++) await updateWorkspace(ctx, { name: `Pier ${n}` });
  const before = await verifyChain(ctx, owner.workspaceId);
  const [checkpoint] = await getCheckpoints(ctx, owner.workspaceId);
  await tamper(pool, owner.workspaceId, tampering);
  const { fault } = await verifyChain(
    ctx,
    owner.workspaceId,
    tampering.needsCheckpoint ? checkpoint : undefined,
  );
  const isRight =
    before.fault === null &&
    (fault?.sequence ?? 0) === tampering.place &&
    tampering.reasons.includes(fault?.reason ?? "");
  process.stdout.write(`${isRight ? "found" : "MISSED"}: ${tampering.name}: ${JSON.stringify(fault)}\n`);
  return isRight;
}
