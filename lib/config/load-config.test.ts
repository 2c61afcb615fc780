import { resolve } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { loadConfig } from "./load-config.ts";
import { isStartError } from "./start-error.ts";

const key = (fill: number) =>
  Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 7 + fill) % 256)).toString("base64url");

function refusal(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (isStartError(error)) return error.message;
  }
  throw new Error("it was accepted");
}

describe("the configuration", () => {
  it("needs no setting at all", () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      origin: "http://localhost:3000",
      isSecure: false,
      host: "127.0.0.1",
      port: 3000,
      databaseUrl: null,
      sealingKeys: null,
      isSandboxOn: true,
      sandboxPort: 3001,
    });
    expect([...config.roles]).toEqual(["gateway", "console", "worker"]);
    expect(config.keysDirectory).toBe(resolve(".data/keys"));
  });

  it("mails only with both a server and a sender, and keeps the server's password out of sight", () => {
    const env = { SMTP_URL: "smtp://mooring:hunter2@mail.example.com:587", SMTP_FROM: "M <m@example.com>" };
    const { mail } = loadConfig(env);
    expect([mail?.url.reveal(), mail?.from]).toEqual([env.SMTP_URL, env.SMTP_FROM]);
    expect(inspect(mail, { depth: 9 }) + JSON.stringify(mail)).not.toContain("hunter2");
    expect(loadConfig({}).mail).toBeNull();
    expect(refusal({ SMTP_URL: env.SMTP_URL })).toMatch(/SMTP_FROM belong together/);
    expect(refusal({ ...env, SMTP_URL: "https://mail.example.com" })).toMatch(/^SMTP_URL must be smtp:/);
    expect(refusal({ ...env, SMTP_FROM: "a@b\r\nBcc: c@d" })).toMatch(/^SMTP_FROM must be an address/);
  });

  it("U-07: keeps every call through the gateway in the audit log, unless it is told otherwise", () => {
    const share = (value: string) => loadConfig({ AUDIT_GATEWAY_CALLS: value }).auditedCallShare;
    expect(["", "all", "none", "0.1", "0", "1", ".25"].map(share)).toEqual([1, 1, 0, 0.1, 0, 1, 0.25]);
    for (const wrong of ["2", "-1", "10%", "some"])
      expect(refusal({ AUDIT_GATEWAY_CALLS: wrong })).toBe(
        "AUDIT_GATEWAY_CALLS must be all, none, or a share such as 0.1",
      );
  });

  it("takes an empty setting for one that was not made", () => {
    expect(loadConfig({ PORT: "", ORIGIN: " ", ROLES: "" }).port).toBe(3000);
  });

  it("derives the origin from the port, and leaves the sandbox out where the origin is public", () => {
    expect(loadConfig({ PORT: "8080" }).origin).toBe("http://localhost:8080");
    const config = loadConfig({ ORIGIN: "https://mooring.example.com/" });
    expect(config).toMatchObject({
      origin: "https://mooring.example.com",
      isSecure: true,
      isSandboxOn: false,
    });
  });

  it("keeps keys and the database's password out of sight", () => {
    const url = "postgresql://mooring:hunter2@db/mooring";
    const config = loadConfig({
      DATABASE_URL: url,
      SEALING_KEYS: `${key(1)},${key(2)}`,
      SESSION_KEY: key(3),
    });
    expect(config.databaseUrl?.reveal()).toBe(url);
    expect(config.sealingKeys).toHaveLength(2);
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toMatch(/hunter2|BxYd|base64/);
    expect(config.sealingKeys?.[0]?.reveal()).toHaveLength(32);
  });
});

describe("a wrong setting ends with one line that names it", () => {
  it.each([
    ["PORT", "80a"],
    ["PORT", "0"],
    ["PORT", "65536"],
    ["ORIGIN", "http://mooring.example.com"],
    ["ORIGIN", "https://mooring.example.com/base"],
    ["ORIGIN", "https://me:secret@mooring.example.com"],
    ["ORIGIN", "mooring.example.com"],
    ["DATABASE_URL", "mysql://localhost/mooring"],
    ["DATABASE_URL", "postgresql://localhost"],
    ["ROLES", "gateway,worker,boss"],
    ["SEALING_KEYS", "too-short"],
    ["SEALING_KEYS", `${key(1)},${key(1)}`],
    ["SEALING_KEYS", "A".repeat(43)],
    ["SESSION_KEY", "password"],
    ["EGRESS_ALLOW_CIDRS", "10.0.0.1"],
    ["SANDBOX", "yes"],
    ["TRUSTED_PROXY_HOPS", "-1"],
    ["LOG_LEVEL", "loud"],
  ])("%s=%s", (name, value) => {
    const line = refusal({ [name]: value });
    expect(line).toMatch(new RegExp(`^${name} must be `));
    expect(line).not.toContain("\n");
    expect(line).not.toContain(`${value} `);
  });

  it("and names all of them when there are several", () => {
    expect(refusal({ PORT: "x", LOG_LEVEL: "loud" })).toMatch(/^PORT must be .*; LOG_LEVEL must be /);
  });
});

describe("settings that contradict each other end with one line that names them", () => {
  it.each([
    [{ ROLES: "gateway" }, /ROLES.*DATABASE_URL/],
    [{ PORT: "4000", SANDBOX_PORT: "4000" }, /SANDBOX_PORT and PORT/],
    [{ ORIGIN: "https://mooring.example.com", SANDBOX: "on" }, /SANDBOX.*ORIGIN/],
    [{ SESSION_KEY: `${key(1)},${key(2)}` }, /SESSION_KEY/],
  ])("%j", (env, line) => {
    expect(refusal(env)).toMatch(line);
  });
});
