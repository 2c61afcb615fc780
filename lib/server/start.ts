import { fileURLToPath } from "node:url";
import type { MailConfig } from "#lib/config/load-config.ts";
import { StartError } from "#lib/config/start-error.ts";
import { settleRenewals } from "#lib/connections/renew-tokens.ts";
import { settleJournal } from "#lib/connections/settle-journal.ts";
import { type Runtime, setRuntime } from "#lib/context/runtime.ts";
import { createMailer } from "#lib/egress/create-mailer.ts";
import { startLoop } from "#lib/jobs/start-loop.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { loadCatalogue } from "#lib/offerings/registry.ts";
import { createSetupCode } from "#lib/workspaces/create-setup-code.ts";
import { buildConsole } from "./build-console.ts";
import { SANDBOX_HOST } from "./create-runtime.ts";
import { createGatewayListener } from "./gateway-listener.ts";
import { createHealth } from "./health.ts";
import { startHttpServer } from "./http-server.ts";
import { type AnswerMetrics, createMetrics, startMetricsServer } from "./metrics.ts";
import { type OpenedRuntime, openRuntime, type Start } from "./open-runtime.ts";
import { say, sayStage, stage } from "./report.ts";
import { createRequestListener, type Handler } from "./request-listener.ts";
import type { Console } from "./start-console.ts";
import { createTasks, deliverDue, mailDue, renewDue, schedule, systemContext } from "./tasks.ts";

// Tokens of a minute's life come due between two of cron's minutes.
const RENEWAL_PAUSE_MS = 5_000;
const DELIVERY_PAUSE_MS = 1_000;
const MAIL_PAUSE_MS = 30_000;

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * Starts this process's roles, stage by stage, each with a line that says how long it took. Everything that runs then
 * is registered with `shutdown`. Throws a StartError for what the operator can put right.
 */
export async function start(parts: Start): Promise<void> {
  const { config, isDev } = parts;
  loadCatalogue();
  const opened = await openRuntime(parts);
  setRuntime(opened.runtime);
  parts.shutdown.add("the renewals of tokens", settleRenewals);
  await openJournal(opened);
  if (config.roles.has("console") && !isDev) {
    await stage(
      "build",
      () => buildConsole(root),
      (isBuilt) => (isBuilt ? "built" : "up to date"),
    );
  }
  const startedAt = performance.now();
  if (config.roles.has("console") && config.isSandboxOn) await openSandbox(parts, opened);
  if (config.roles.has("worker")) await openWorker(parts, opened);
  const console = config.roles.has("console") ? await openConsole(parts) : null;
  const gateway = config.roles.has("gateway") ? openGateway(parts, opened) : null;
  await listen(parts, opened, { console, gateway, metrics: await openMetrics(parts, opened) });
  sayStage("ready", performance.now() - startedAt, `${(performance.now() / 1000).toFixed(1)} s in all`);
  await sayWelcome(parts, opened);
}

async function openSandbox({ config, log, shutdown }: Start, { runtime }: OpenedRuntime): Promise<void> {
  const { startSandbox } = await import("#lib/sandbox/start-sandbox.ts");
  const sandbox = await startSandbox({
    port: config.sandboxPort,
    host: SANDBOX_HOST,
    origin: runtime.settings.sandboxOrigin ?? undefined,
    consoleOrigin: config.origin,
    sessionKey: runtime.sessionKey,
    db: runtime.db,
    log: log.child({ part: "sandbox" }),
  }).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === "EADDRINUSE"
      ? new StartError(
          `SANDBOX_PORT ${config.sandboxPort} is taken: stop what uses it, set another, or set SANDBOX=off`,
          { cause },
        )
      : cause;
  });
  shutdown.add("the practice provider", () => sandbox.close());
}

async function openWorker(
  { config, log, shutdown }: Start,
  { runtime, database }: OpenedRuntime,
): Promise<void> {
  const tasks = createTasks(runtime);
  const worker = await startWorker({
    pool: database.pool,
    tasks,
    schedule,
    log: log.child({ part: "worker" }),
  });
  shutdown.add("the worker", () => worker.stop());
  const renewal = startLoop({ work: renewDue(runtime), pauseMs: RENEWAL_PAUSE_MS, log });
  shutdown.add("the renewal of tokens", () => renewal.stop());
  const delivery = startLoop({ work: deliverDue(runtime), pauseMs: DELIVERY_PAUSE_MS, log });
  shutdown.add("the webhooks", () => delivery.stop());
  if (config.mail) openMail(config.mail, { log, shutdown }, runtime);
  // The schedule's next minute would do; whoever waits for one of them is glad of every second.
  void tasks["settle-refresh-intents"]({}).catch((error: unknown) =>
    log.warn({ err: error }, "renewals that had broken off were not settled"),
  );
}

function openMail(
  mail: MailConfig,
  { log, shutdown }: Pick<Start, "log" | "shutdown">,
  runtime: Runtime,
): void {
  const mailer = createMailer(mail);
  const loop = startLoop({ work: mailDue(runtime, mailer.send), pauseMs: MAIL_PAUSE_MS, log });
  shutdown.add("the e-mail", async () => {
    await loop.stop();
    mailer.close();
  });
}

// Before anything renews a token: what a process before this one could not store is the newest there is.
async function openJournal({ runtime }: OpenedRuntime): Promise<void> {
  const { directory } = runtime.journal;
  await runtime.journal.prepare().catch((cause: NodeJS.ErrnoException) => {
    throw new StartError(
      `${directory} cannot be written (${cause.code}), and renewed tokens would be lost with the database: it must be a folder of this user's`,
      { cause },
    );
  });
  const startedAt = performance.now();
  const { committed, dropped, kept } = await settleJournal(systemContext(runtime));
  if (committed + dropped + kept === 0) return;
  const tail = kept > 0 ? `, ${kept} kept in ${directory}: see the log` : "";
  sayStage("journal", performance.now() - startedAt, `${committed} stored, ${dropped} dropped${tail}`);
}

// Loaded only here: the framework looks at NODE_ENV when it is loaded, and a gateway does without it.
async function openConsole({ config, isDev, shutdown }: Start): Promise<Console> {
  const { startConsole } = await import("./start-console.ts");
  const console = await startConsole({ root, isDev, host: config.host, port: config.port });
  shutdown.add("the console", () => console.close());
  return console;
}

function openGateway({ config, shutdown }: Start, { runtime, egress, database }: OpenedRuntime): Handler {
  const { query } = database;
  const gateway = createGatewayListener({ runtime, send: egress.request, query, limits: config.gateway });
  shutdown.add("the gateway", () => gateway.settle());
  return gateway;
}

// On the own port to the token where one is set; on the common one never without.
async function openMetrics({ config, shutdown }: Start, { database }: OpenedRuntime) {
  const { metricsToken, metricsPort, host } = config;
  if (!metricsToken && !metricsPort) return null;
  const answer = createMetrics(metricsToken, database.query);
  if (metricsPort) {
    const end = await startMetricsServer(answer, { host, port: metricsPort }).catch((cause: Error) => {
      throw new StartError(`METRICS_PORT ${metricsPort} cannot be listened on at ${host}`, { cause });
    });
    shutdown.add("the metrics", end);
  }
  return metricsToken ? answer : null;
}

interface Handlers {
  console: Console | null;
  gateway: Handler | null;
  metrics: AnswerMetrics | null;
}

async function listen(
  parts: Start,
  { runtime }: OpenedRuntime,
  { console, gateway, metrics }: Handlers,
): Promise<void> {
  const { config, isDev, log, shutdown } = parts;
  const { origin, isSecure, trustedProxyHops, host, port } = config;
  const health = createHealth(runtime.db);
  const facts = { origin, isSecure, isDev, trustedProxyHops };
  const handlers = { gateway, metrics, console: console?.handler ?? null };
  const listener = createRequestListener({ facts, health, log, ...handlers });
  const onUpgrade = isDev ? (console?.onUpgrade ?? null) : null;
  const server = await startHttpServer({ host, port, isSecure, listener, onUpgrade });
  shutdown.add("the server", (hurry) => {
    health.stop();
    return server.close(hurry);
  });
}

async function sayWelcome({ config }: Start, { runtime }: OpenedRuntime): Promise<void> {
  say("");
  say(`Mooring is at ${config.origin}`);
  if (!config.roles.has("console")) return;
  if (runtime.settings.sandboxOrigin) say(`The practice provider is at ${runtime.settings.sandboxOrigin}`);
  const code = await createSetupCode(runtime);
  if (code) say(`First run: open ${config.origin}/setup and enter the one-time setup code ${code.reveal()}`);
}
