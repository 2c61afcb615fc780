import { existsSync } from "node:fs";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { loadEnvFile } from "node:process";
import type { Secret } from "#lib/core/secret.ts";
import { type Environment, environmentSchema, type Role, roles } from "./environment.ts";
import { isLoopbackHost } from "./fields.ts";
import { StartError } from "./start-error.ts";

/** How much may go through the gateway; 0: no limit. */
export interface GatewayConfig {
  keyPerMinute: number;
  memberPerMinute: number;
  connectionPerMinute: number;
  callerConcurrent: number;
  connectionConcurrent: number;
  concurrent: number;
  memoryMb: number;
  requestMb: number;
  responseMb: number;
  callSeconds: number;
}

/** How e-mail leaves. */
export interface MailConfig {
  url: Secret<string>;
  from: string;
}

/** All settings, checked, with what follows from them. */
export interface Config {
  origin: string;
  isSecure: boolean;
  host: string;
  port: number;
  /** `null`: run the built-in PostgreSQL. */
  databaseUrl: Secret<string> | null;
  /** Absolute. */
  dataDirectory: string;
  keysDirectory: string;
  roles: ReadonlySet<Role>;
  sealingKeys: Secret<Uint8Array>[] | null;
  sessionKey: Secret<Uint8Array> | null;
  egressAllowCidrs: string[];
  isSandboxOn: boolean;
  sandboxPort: number;
  trustedProxyHops: number;
  gateway: GatewayConfig;
  tokenEndpointPerSecond: number;
  /** Which share of the calls through the gateway the audit log keeps, 0 to 1. */
  auditedCallShare: number;
  /** Passwords sign in, whatever is set in the console. */
  isPasswordForced: boolean;
  /** `null`: nothing is mailed. */
  mail: MailConfig | null;
  metricsToken: Secret<string> | null;
  metricsPort: number | null;
  logLevel: Environment["LOG_LEVEL"];
}

/** Reads `.env` in the current folder, if there is one, into the environment; what is set already stays. */
export function readEnvFile(path = ".env"): void {
  if (existsSync(path)) loadEnvFile(path);
}

/** The configuration that an environment describes; throws a StartError of one line that names every wrong setting. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) {
    throw new StartError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; "),
    );
  }
  const config = derive(parsed.data);
  const contradiction = findContradiction(parsed.data, config);
  if (contradiction) throw new StartError(contradiction);
  return config;
}

function derive(env: Environment): Config {
  const origin = env.ORIGIN ?? `http://localhost:${env.PORT}`;
  const dataDirectory = resolve(env.DATA_DIR);
  return {
    origin,
    isSecure: origin.startsWith("https:"),
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    dataDirectory,
    keysDirectory: join(dataDirectory, "keys"),
    roles: new Set(env.ROLES),
    sealingKeys: env.SEALING_KEYS,
    sessionKey: env.SESSION_KEY?.[0] ?? null,
    egressAllowCidrs: env.EGRESS_ALLOW_CIDRS,
    isSandboxOn: env.SANDBOX === "on" || (env.SANDBOX === "auto" && origin.startsWith("http:")),
    sandboxPort: env.SANDBOX_PORT ?? (env.PORT === 65_535 ? env.PORT - 1 : env.PORT + 1),
    trustedProxyHops: env.TRUSTED_PROXY_HOPS,
    gateway: deriveGateway(env),
    tokenEndpointPerSecond: env.TOKEN_ENDPOINT_PER_SECOND,
    auditedCallShare: env.AUDIT_GATEWAY_CALLS,
    isPasswordForced: env.PASSWORD_SIGN_IN === "on",
    mail: env.SMTP_URL && env.SMTP_FROM ? { url: env.SMTP_URL, from: env.SMTP_FROM } : null,
    metricsToken: env.METRICS_TOKEN,
    metricsPort: env.METRICS_PORT,
    logLevel: env.LOG_LEVEL,
  };
}

const MB = 1024 * 1024;
const MEMORY_SHARE = 0.8;

function deriveGateway(env: Environment): GatewayConfig {
  const availableMb = Math.min(process.constrainedMemory() || Number.POSITIVE_INFINITY, totalmem()) / MB;
  return {
    keyPerMinute: env.GATEWAY_KEY_PER_MINUTE,
    memberPerMinute: env.GATEWAY_MEMBER_PER_MINUTE,
    connectionPerMinute: env.GATEWAY_CONNECTION_PER_MINUTE,
    callerConcurrent: env.GATEWAY_CALLER_CONCURRENT,
    connectionConcurrent: env.GATEWAY_CONNECTION_CONCURRENT,
    concurrent: env.GATEWAY_CONCURRENT,
    memoryMb: env.GATEWAY_MEMORY_MB ?? Math.floor(availableMb * MEMORY_SHARE),
    requestMb: env.GATEWAY_REQUEST_MB,
    responseMb: env.GATEWAY_RESPONSE_MB,
    callSeconds: env.GATEWAY_CALL_SECONDS,
  };
}

function findContradiction(env: Environment, config: Config): string | null {
  if (config.roles.size < roles.length && !config.databaseUrl) {
    return "ROLES leaves work to other processes, which can only share it through a DATABASE_URL: set that too";
  }
  if (config.isSandboxOn && config.sandboxPort === config.port)
    return "SANDBOX_PORT and PORT are the same: choose two";
  if (env.SANDBOX === "on" && !isLoopbackHost(new URL(config.origin).hostname)) {
    return "SANDBOX is on, but only browsers on this machine can reach it and ORIGIN is public: set SANDBOX=off";
  }
  if (config.metricsPort === config.port) return "METRICS_PORT and PORT are the same: choose two";
  if ((env.SMTP_URL === null) !== (env.SMTP_FROM === null))
    return "SMTP_URL and SMTP_FROM belong together: set both, or neither";
  if (env.SESSION_KEY && env.SESSION_KEY.length > 1) return "SESSION_KEY must be one key, not several";
  return null;
}
