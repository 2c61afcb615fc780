import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import tls, { type TLSSocket } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { createCertificate, type TestCertificate, year } from "#lib/testing/certificates.ts";
import { createEgress, type Egress } from "./create-egress.ts";

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
    ["TLS 1.0", { host: "localhost", maxVersion: "TLSv1" as const }],
  ])("P-15: refuses %s, and sends nothing", async (_what, options) => {
    const { url, requests } = await serve(options);
    expect(await outcome(url)).toBe("tls at connect");
    expect(requests()).toBe(0);
  });

  it("P-15: that old server does answer a client that takes its version, which shows what is refused", async () => {
    const { url, requests } = await serve({ host: "localhost", maxVersion: "TLSv1" });
    const options = {
      minVersion: "TLSv1" as const,
      ciphers: "DEFAULT@SECLEVEL=0",
      rejectUnauthorized: false,
    };
    await new Promise((resolve) => get(url, options, (res) => res.resume().once("end", resolve)));
    expect(requests()).toBe(1);
  });

  it("P-15: cannot be talked out of it by the environment", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const { url, requests } = await serve({ host: "localhost", isTrusted: false });
    expect(await outcome(url)).toBe("tls at connect");
    expect(requests()).toBe(0);
  });
});

describe("P-15: an authority of one's own", () => {
  const authority = createCertificate("authority.test");
  const middle = createCertificate("middle.test", { issuer: authority, isAuthority: true });
  const ours = (options: Parameters<typeof createCertificate>[1] = {}, host = "localhost") =>
    createCertificate(host, { issuer: authority, ...options });

  it("P-15: is trusted by the calls that name it, beside the public ones", async () => {
    const egress = openEgress();
    const { url } = await serve({ host: "localhost", isTrusted: false, certificate: ours() });
    const known = await serve({ host: "localhost" });
    for (const ask of [viaFetch, viaRequest]) {
      expect(await ask(egress, url, authority.cert)).toBe("localhost:200");
      expect(await ask(egress, known.url, authority.cert)).toBe("localhost:200");
    }
  });

  it("P-15: may be one that another vouches for, or one among several", async () => {
    const certificate = ours({ issuer: middle });
    const { url } = await serve({ host: "localhost", isTrusted: false, certificate });
    const several = createCertificate("other.test").cert + middle.cert;
    expect(await viaFetch(openEgress(), url, several)).toBe("localhost:200");
  });

  it("P-15: opens no connection for whoever does not name it, nor one that is still open", async () => {
    const egress = openEgress();
    const { url, requests } = await serve({ host: "localhost", isTrusted: false, certificate: ours() });
    for (const ask of [viaFetch, viaRequest]) {
      await ask(egress, url, authority.cert);
      const before = requests();
      for (const other of [undefined, "", createCertificate("other.test").cert])
        expect(await ask(egress, url, other)).toBe("tls at connect");
      expect(requests()).toBe(before);
    }
  });

  it.each([
    ["an expired certificate", ours({ from: year(-3), until: year(-1) }), {}],
    ["another host's certificate", ours({}, "other.test"), {}],
    ["a certificate of somebody who is no authority", ours({ issuer: ours() }), {}],
    ["a certificate signed by itself", createCertificate("localhost"), {}],
    ["TLS 1.0", ours(), { maxVersion: "TLSv1" as const }],
    ["TLS 1.1", ours(), { maxVersion: "TLSv1.1" as const }],
  ])("P-15: excuses nothing else: %s is refused, and nothing sent", async (_what, certificate, options) => {
    const { url, requests } = await serve({ host: "localhost", isTrusted: false, certificate, ...options });
    for (const ask of [viaFetch, viaRequest])
      expect(await ask(openEgress(), url, authority.cert)).toBe("tls at connect");
    expect(requests()).toBe(0);
  });

  it("keeps few pools, and ends those that nobody asks for any more", async () => {
    const egress = openEgress();
    const { url } = await serve({ host: "localhost", isTrusted: false, certificate: ours() });
    for (let round = 0; round < 120; round++)
      expect(await viaRequest(egress, url, authority.cert + "\n".repeat(round))).toBe("localhost:200");
    await egress.close();
  });
});

interface ServerOptions {
  host: string;
  isTrusted?: boolean;
  from?: Date;
  until?: Date;
  maxVersion?: tls.SecureVersion;
  /** Shown instead of one that is signed by itself. */
  certificate?: TestCertificate;
}

async function serve({
  host,
  isTrusted = true,
  from = year(-1),
  until = year(1),
  maxVersion,
  certificate = createCertificate(host, { from, until }),
}: ServerOptions) {
  const { key, cert } = certificate;
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

function openEgress(): Egress {
  const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
  const egress = createEgress({ allowCidrs: ["127.0.0.1/32"], lookup });
  closing.push(egress.close);
  return egress;
}

function outcome(url: string): Promise<string> {
  return viaFetch(openEgress(), url);
}

function viaFetch(egress: Egress, url: string, caCertificates?: string): Promise<string> {
  return told(async () => (await egress.fetch(url, { caCertificates })).text());
}

function viaRequest(egress: Egress, url: string, caCertificates?: string): Promise<string> {
  return told(async () => {
    const { origin, pathname: path } = new URL(url);
    const call = {
      origin,
      path,
      method: "GET",
      headers: [],
      body: null,
      signal: new AbortController().signal,
    };
    const { body } = await egress.request({ ...call, caCertificates });
    const sink = new PassThrough();
    void body.pour(sink);
    return text(sink);
  });
}

async function told(ask: () => Promise<string>): Promise<string> {
  try {
    return await ask();
  } catch (error) {
    return isAppError(error) ? `${error.extensions.reason} at ${error.extensions.stage}` : String(error);
  }
}
