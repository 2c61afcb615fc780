import { z } from "zod";
import {
  addressRanges,
  databaseUrl,
  keys,
  mailAddress,
  mailServer,
  metricsToken,
  oneOf,
  publicOrigin,
  setting,
  shareOf,
  someOf,
  wholeNumber,
} from "./fields.ts";

/** What a process can do; N processes may share the work on one PostgreSQL. */
export const roles = ["gateway", "console", "worker"] as const;
export type Role = (typeof roles)[number];

const text = (rule: string) => setting(rule, (value) => (value.includes("\0") ? undefined : value));

/** Every setting there is, in the order of .env.example, which is written from these descriptions. */
export const environmentSchema = z.object({
  ORIGIN: publicOrigin().optional().meta({
    default: "http://localhost:<PORT>",
    description:
      "The address that people and providers see; callback URLs are built from it, never from a request.\nMust be https, unless it is this machine.",
  }),
  PORT: wholeNumber(1, 65_535)
    .withDefault(3000)
    .meta({ default: "3000", description: "The port to listen on." }),
  HOST: text("an address of this machine").withDefault("127.0.0.1").meta({
    default: "127.0.0.1",
    description: "The address to listen on. 0.0.0.0 lets other machines in: put https in front.",
  }),
  DATABASE_URL: databaseUrl().optional().meta({
    default: "postgresql://mooring:password@localhost:5432/mooring",
    description:
      "A PostgreSQL of your own (14 or later). Without it, Mooring runs one itself, under DATA_DIR.\nIts role owns the tables and may create a role (CREATEROLE), or the start says what an administrator can run once.",
  }),
  DATA_DIR: text("a folder").withDefault(".data").meta({
    default: ".data",
    description: "Where keys and the built-in PostgreSQL live. Back it up; keep it to yourself.",
  }),
  ROLES: someOf(roles).withDefault(roles).meta({
    default: "gateway,console,worker",
    description:
      "What this process does. Fewer than all needs DATABASE_URL, so that other processes can do the rest.",
  }),
  SEALING_KEYS: keys().optional().meta({
    default: "",
    description:
      "Keys that seal what is stored: the first seals, all of them open. Without it: DATA_DIR/keys/sealing.key,\nmade on first run. One key: openssl rand -base64 32 | tr '+/' '-_'",
  }),
  SESSION_KEY: keys().optional().meta({
    default: "",
    description: "Signs session cookies. Without it: DATA_DIR/keys/session.key, made on first run.",
  }),
  EGRESS_ALLOW_CIDRS: addressRanges().withDefault([]).meta({
    default: "10.20.0.0/16,fd00::/8",
    description:
      "Private ranges that may be called all the same, over plain http too. Public https needs no entry.",
  }),
  SANDBOX: oneOf(["on", "off", "auto"]).withDefault("auto").meta({
    default: "auto",
    description: "The practice provider. auto: on while ORIGIN is plain http on this machine.",
  }),
  SANDBOX_PORT: wholeNumber(1, 65_535)
    .optional()
    .meta({ default: "<PORT + 1>", description: "The port of the practice provider, on loopback only." }),
  TRUSTED_PROXY_HOPS: wholeNumber(0, 10).withDefault(0).meta({
    default: "0",
    description: "How many reverse proxies of yours stand in front. 0: X-Forwarded-For is ignored.",
  }),
  GATEWAY_KEY_PER_MINUTE: wholeNumber(0, 999_999_999).withDefault(60_000).meta({
    default: "60000",
    description: "Requests a minute through the gateway by one API key, over all processes. 0: no limit.",
  }),
  GATEWAY_MEMBER_PER_MINUTE: wholeNumber(0, 999_999_999).withDefault(120_000).meta({
    default: "120000",
    description: "The same for one member, with all of their API keys.",
  }),
  GATEWAY_CONNECTION_PER_MINUTE: wholeNumber(0, 999_999_999).withDefault(60_000).meta({
    default: "60000",
    description: "The same for one connection, whoever calls.",
  }),
  GATEWAY_CALLER_CONCURRENT: wholeNumber(0, 100_000).withDefault(512).meta({
    default: "512",
    description: "Requests at once in one process by one API key or signed-in member. 0: no limit.",
  }),
  GATEWAY_CONNECTION_CONCURRENT: wholeNumber(0, 100_000).withDefault(512).meta({
    default: "512",
    description: "The same through one connection.",
  }),
  GATEWAY_CONCURRENT: wholeNumber(0, 100_000).withDefault(2_000).meta({
    default: "2000",
    description: "Requests at once in one process, all in all; more are answered 503. 0: no limit.",
  }),
  GATEWAY_MEMORY_MB: wholeNumber(0, 9_999_999).optional().meta({
    default: "<80 % of what the process may use>",
    description: "Megabytes of memory from which on requests are answered 503. 0: no limit.",
  }),
  GATEWAY_REQUEST_MB: wholeNumber(0, 9_999_999).withDefault(1_024).meta({
    default: "1024",
    description:
      "Megabytes that the body of a request may have; it streams, so that memory does not grow with it.\nThe JSON form takes 10 at most. 0: no limit.",
  }),
  GATEWAY_RESPONSE_MB: wholeNumber(0, 9_999_999).withDefault(0).meta({
    default: "0",
    description:
      "The same for the provider's answer: one that declares more is answered 502, one that grows beyond breaks off.",
  }),
  GATEWAY_CALL_SECONDS: wholeNumber(0, 999_999).withDefault(0).meta({
    default: "0",
    description:
      "Seconds that a request may take until the last byte of its answer; then 504, or the answer breaks off.\n0: no limit, for streams of events. A provider is silent for 30 s before its answer at most, for 60 s within it.",
  }),
  TOKEN_ENDPOINT_PER_SECOND: wholeNumber(1, 100_000).withDefault(20).meta({
    default: "20",
    description:
      "Requests a second to one token endpoint by renewals, over all processes; up to twice as many at once.",
  }),
  AUDIT_GATEWAY_CALLS: shareOf().withDefault(1).meta({
    default: "all",
    description:
      "Which calls through the gateway the audit log keeps: all, none, or a share such as 0.1. Refused ones always.\nBeyond 10 a second in a workspace (200 at once), calls that are alike share an event that counts them.",
  }),
  SMTP_URL: mailServer().optional().meta({
    default: "smtp://user:password@mail.example.com:587",
    description:
      "The server that takes e-mail about connections. smtps: TLS from the start; smtp: TLS before anything is said,\nexcept to this machine. Without it nothing is mailed.",
  }),
  SMTP_FROM: mailAddress().optional().meta({
    default: "Mooring <mooring@example.com>",
    description: "Whom that e-mail comes from. Needed with SMTP_URL.",
  }),
  PASSWORD_SIGN_IN: oneOf(["on", "auto"]).withDefault("auto").meta({
    default: "auto",
    description:
      "on: passwords sign in whatever Settings → Sign-in says: the way back in when a sign-in provider is gone.",
  }),
  METRICS_TOKEN: metricsToken().optional().meta({
    default: "",
    description:
      "Answers /metrics to `Authorization: Bearer <token>`. Without it or METRICS_PORT there are no metrics.",
  }),
  METRICS_PORT: wholeNumber(1, 65_535).optional().meta({
    default: "9464",
    description:
      "Answers /metrics on a port of its own, at HOST, to the token where one is set, else to whoever reaches it.",
  }),
  LOG_LEVEL: oneOf(["debug", "info", "warn", "error", "fatal"]).withDefault("info").meta({
    default: "info",
    description: "The least severe log lines to write, as JSON on standard output.",
  }),
});

export type Environment = z.output<typeof environmentSchema>;

/** The text of .env.example. */
export function describeEnvironment(): string {
  const settings = Object.entries(environmentSchema.shape).map(([name, field]) => {
    const { description = "", default: example = "" } = field.meta() ?? {};
    const comment = description.split("\n").map((line) => `# ${line}`);
    return [...comment, `# ${name}=${example}`].join("\n");
  });
  const head =
    "# Every setting, with its default or an example. None is needed to try Mooring.\n# Copy this file to .env and take away the # where you want something else.";
  return `${[head, ...settings].join("\n\n")}\n`;
}
