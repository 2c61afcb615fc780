import { type Config, loadConfig, readEnvFile } from "#lib/config/load-config.ts";
import { findUnknownSettings } from "#lib/config/unknown-settings.ts";
import { createLogger } from "#lib/log/create-logger.ts";
import { redactText } from "#lib/log/redact-text.ts";
import { CatalogueError } from "#lib/offerings/read-catalogue.ts";
import { handleSignals } from "./handle-signals.ts";
import { say } from "./report.ts";
import { createShutdown } from "./shutdown.ts";
import { start } from "./start.ts";

const isDev = process.argv.includes("--dev");
Object.assign(process.env, { NODE_ENV: isDev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });

const config = readConfig();
const log = createLogger({ level: config.logLevel });
const shutdown = createShutdown(log, (code) => process.exit(code));
handleSignals(shutdown, log);

try {
  await start({ config, isDev, log, shutdown });
} catch (error) {
  if (!shutdown.isBegun) {
    refuse(error);
    log.debug({ err: error }, "the start failed");
    await shutdown.begin(1);
  }
}

function readConfig(): Config {
  try {
    readEnvFile();
    for (const { name, meant } of findUnknownSettings(process.env))
      say(`${name} is not a setting, so it is not used${meant ? `: is ${meant} meant?` : ""}`);
    const read = loadConfig(process.env);
    // What we start, and whoever lists the environment of processes, need not see these.
    for (const name of ["DATABASE_URL", "SEALING_KEYS", "SESSION_KEY", "METRICS_TOKEN"])
      delete process.env[name];
    return read;
  } catch (error) {
    refuse(error);
    process.exit(1);
  }
}

// One line for people, or one for each mistake in the catalogue; never a stack trace.
function refuse(error: unknown): void {
  const lines = redactText(error instanceof Error ? error.message : String(error))
    .trim()
    .split("\n");
  const shown = error instanceof CatalogueError ? lines : lines.slice(0, 1);
  for (const line of shown) process.stderr.write(`Mooring does not start: ${line}\n`);
}
