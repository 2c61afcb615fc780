import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { createCertificate, year } from "#lib/testing/certificates.ts";
import { describeCaCertificates, readCaCertificates } from "./ca-certificates.ts";

const now = new Date();
const authority = createCertificate("Our Authority");
const other = createCertificate("other.test");

function refusal(entered: string): unknown {
  try {
    return readCaCertificates(entered, now);
  } catch (error) {
    return isAppError(error) && [error.code, error.errors];
  }
}

describe("P-15: certificate authorities, as they are entered", () => {
  it("P-15: are kept once each, without the words around them", () => {
    const entered = `Our two:\r\n${authority.cert.replaceAll("\n", "\r\n")}\nand ${other.cert}${authority.cert}`;
    const stored = readCaCertificates(entered, now);
    expect(stored.match(/BEGIN/g)).toHaveLength(2);
    expect([stored.includes("Our two"), readCaCertificates(stored, now)]).toEqual([false, stored]);
    expect(describeCaCertificates(stored)[0]).toBe(
      `CN=Our Authority, until ${year(1).toISOString().slice(0, 10)}, SHA-256 ${new X509Certificate(authority.cert).fingerprint256}`,
    );
  });

  it("P-15: are read however their lines were broken", () => {
    const [head = "", ...lines] = authority.cert.trim().split("\n");
    const broken = `${head}\n\n  ${lines.slice(0, -1).join("")}\n\n${lines.at(-1)}`;
    expect(readCaCertificates(broken, now)).toBe(authority.cert.trim());
  });

  it.each(["", " \n"])("P-15: may be none: %j", (entered) => {
    expect([readCaCertificates(entered, now), describeCaCertificates("")]).toEqual(["", []]);
  });

  it.each([
    ["no certificate at all", "hello", "in PEM"],
    ["half a certificate", authority.cert.slice(0, 200), "in PEM"],
    ["a certificate and half another", authority.cert + other.cert.slice(0, 200), "in PEM"],
    ["what only looks like one", authority.cert.replace(/M.{40}/, "AAAA"), "Certificate 1 cannot be read"],
    [
      "a server's own",
      authority.cert + createCertificate("api.test", { issuer: authority }).cert,
      "Certificate 2 (CN=api.test) is not an authority's",
    ],
    [
      "one that is over",
      createCertificate("old.test", { from: year(-3), until: year(-1) }).cert,
      "Certificate 1 (CN=old.test) ended on",
    ],
    ["a private key beside it", authority.cert + authority.key, "holds a private key"],
    [
      "too many",
      Array.from({ length: 11 }, (_, n) => createCertificate(`n${n}`).cert).join(""),
      "At most 10",
    ],
  ])("P-15: are refused with the field's name: %s", (_what, entered, words) => {
    const refused = refusal(entered);
    expect(refused).toMatchObject(["invalid-input", [{ pointer: "/caCertificates" }]]);
    expect(JSON.stringify(refused)).toContain(words);
    expect(JSON.stringify(refused)).not.toContain(authority.key.slice(40, 80));
  });
});
