import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import tls, { type TLSSocket } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { createEgress } from "./create-egress.ts";

const year = (offset: number) => new Date(Date.UTC(new Date().getUTCFullYear() + offset, 0, 1));
const trusted = tls.getCACertificates("default");
const closing: (() => unknown)[] = [];

afterEach(async () => {
  tls.setDefaultCACertificates(trusted);
  for (const close of closing.splice(0)) await close();
});

describe("P-15: TLS", () => {
  it("P-15: connects to the vetted address with the name in SNI, and checks the certificate against the name", async () => {
    const { url, names } = await serve({ host: "localhost" });
    expect(await outcome(url)).toBe("localhost:200");
    expect(names).toEqual(["localhost"]);
  });

  it.each([
    ["a certificate that nobody vouches for", { host: "localhost", isTrusted: false }],
    ["an expired certificate", { host: "localhost", from: year(-3), until: year(-1) }],
    ["a certificate that is not valid yet", { host: "localhost", from: year(1), until: year(2) }],
    ["another host's certificate", { host: "other.test" }],
    ["TLS 1.1", { host: "localhost", maxVersion: "TLSv1.1" as const }],
  ])("P-15: refuses %s, and sends nothing", async (_what, options) => {
    const { url, requests } = await serve(options);
    expect(await outcome(url)).toBe("tls at connect");
    expect(requests()).toBe(0);
  });

  it("P-15: cannot be talked out of it by the environment", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const { url, requests } = await serve({ host: "localhost", isTrusted: false });
    expect(await outcome(url)).toBe("tls at connect");
    expect(requests()).toBe(0);
  });
});

interface ServerOptions {
  host: string;
  isTrusted?: boolean;
  from?: Date;
  until?: Date;
  maxVersion?: tls.SecureVersion;
}

async function serve({
  host,
  isTrusted = true,
  from = year(-1),
  until = year(1),
  maxVersion,
}: ServerOptions) {
  const { key, cert } = selfSigned(host, from, until);
  if (isTrusted) tls.setDefaultCACertificates([cert]);
  let requests = 0;
  const names: unknown[] = [];
  const versions = maxVersion
    ? { minVersion: "TLSv1" as const, maxVersion, ciphers: "DEFAULT@SECLEVEL=0" }
    : {};
  const server = createServer({ key, cert, ...versions }, (req, res) => {
    requests++;
    names.push((req.socket as TLSSocket & { servername?: string }).servername);
    res.end(req.headers.host?.replace(/\d+$/, "200"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}/`,
    requests: () => requests,
    names,
  };
}

async function outcome(url: string): Promise<string> {
  const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
  const egress = createEgress({ allowCidrs: ["127.0.0.1/32"], lookup });
  closing.push(egress.close);
  try {
    return await (await egress.fetch(url)).text();
  } catch (error) {
    return isAppError(error) ? `${error.extensions.reason} at ${error.extensions.stage}` : String(error);
  }
}

/** A self-signed X.509 certificate (RFC 5280) for one DNS name, in just enough DER. */
function selfSigned(host: string, from: Date, until: Date): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = der(0x30, der(0x31, der(0x30, oid("550403"), der(0x0c, Buffer.from(host)))));
  const validity = der(0x30, ...[from, until].map((time) => der(0x17, Buffer.from(utcTime(time)))));
  const algorithm = der(0x30, oid("2a8648ce3d040302"));
  const names = der(0x30, der(0x82, Buffer.from(host)));
  const isAuthority = der(
    0x30,
    oid("551d13"),
    der(0x01, Buffer.from([255])),
    der(0x04, der(0x30, der(0x01, Buffer.from([255])))),
  );
  const extensions = der(0x30, isAuthority, der(0x30, oid("551d11"), der(0x04, names)));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    ...[der(0x02, Buffer.from([1])), algorithm, name, validity, name],
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const cert = der(0x30, body, algorithm, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert.replace(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function utcTime(time: Date): string {
  return `${time.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`;
}
