import { createOperatorLink } from "#lib/auth/create-password-link.ts";
import { deleteSecondFactorByOperator } from "#lib/auth/delete-member-second-factor.ts";
import { buildContext } from "#lib/auth/request-context.ts";
import { loadConfig, readEnvFile } from "#lib/config/load-config.ts";
import { StartError } from "#lib/config/start-error.ts";
import type { Context } from "#lib/context/context.ts";
import { emailSchema } from "#lib/core/credentials.ts";
import { isAppError } from "#lib/core/errors.ts";
import { createEgress } from "#lib/egress/create-egress.ts";
import { createLogger } from "#lib/log/create-logger.ts";
import { createRuntime } from "./create-runtime.ts";
import { openBeside } from "./open-beside.ts";
import { openKeyring, openSessionKey } from "./open-keys.ts";

/*
 * `npm run account -- password-link ada@example.com`: for whoever runs the server, when somebody cannot sign in and nobody
 * else can help. Prints a link to a new password, once; `second-factor-off`
 * in its place switches off the second factor of somebody who lost their phone. Beside a running Mooring or a stopped one; recorded in the audit log.
 * Ends with 2 when it could not.
 */

const usage = "Say what for whom: npm run account -- password-link ada@example.com, or second-factor-off";

const acts: Record<string, (ctx: Context, email: string) => Promise<string>> = {
  "password-link": async (ctx, email) => {
    const { link, expiresAt } = await createOperatorLink(ctx, { email });
    return `${link}\nIt works once, until ${expiresAt}. A newer link ends it.`;
  },
  "second-factor-off": async (ctx, email) => {
    await deleteSecondFactorByOperator(ctx, { email });
    return `The second factor of ${email} is off: their password alone signs them in.`;
  },
};

try {
  readEnvFile();
  const [name = "", address] = process.argv.slice(2);
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  const email = emailSchema.safeParse(address);
  if (!act || !email.success) throw new StartError(usage);
  process.stdout.write(`${await withContext((ctx) => act(ctx, email.data))}\n`);
} catch (error) {
  process.stderr.write(`Nothing was done: ${describe(error)}\n`);
  process.exitCode = 2;
}

async function withContext<T>(act: (ctx: Context) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env);
  const { url, database, close } = await openBeside(config);
  const egress = createEgress({ allowCidrs: [] });
  try {
    const runtime = createRuntime({
      ...{ config, databaseUrl: url, db: database.client, tenants: null, egress },
      keyring: await openKeyring(config, database.client),
      sessionKey: await openSessionKey(config),
      log: createLogger({ level: config.logLevel }),
    });
    return await act(
      buildContext(runtime, {
        actor: { kind: "system", name: "operator", workspaceId: null },
        requestId: crypto.randomUUID(),
        client: { ip: null, userAgent: null },
      }),
    );
  } finally {
    await egress.close();
    await close();
  }
}

function describe(error: unknown): string {
  if (isAppError(error)) return error.detail ?? error.message;
  return error instanceof Error ? error.message : String(error);
}
