import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A certificate and what signs with it, both PEM. */
export interface TestCertificate {
  key: string;
  cert: string;
  subject: string;
  signer: KeyObject;
}

interface CertificateOptions {
  from?: Date;
  until?: Date;
  /** Signed by itself when left out. */
  issuer?: TestCertificate;
  isAuthority?: boolean;
}

/** The first of January, so many years from this one. */
export const year = (offset: number) => new Date(Date.UTC(new Date().getUTCFullYear() + offset, 0, 1));

let serial = 0;

/** An X.509 certificate (RFC 5280) for one DNS name, in just enough DER. */
export function createCertificate(
  host: string,
  { from = year(-1), until = year(1), issuer, isAuthority = !issuer }: CertificateOptions = {},
): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const nameOf = (text: string) =>
    der(0x30, der(0x31, der(0x30, oid("550403"), der(0x0c, Buffer.from(text)))));
  const validity = der(0x30, ...[from, until].map((time) => der(0x17, Buffer.from(utcTime(time)))));
  const algorithm = der(0x30, oid("2a8648ce3d040302"));
  const names = der(0x30, der(0x82, Buffer.from(host)));
  const constraint = isAuthority ? der(0x30, der(0x01, Buffer.from([255]))) : der(0x30);
  const basic = der(0x30, oid("551d13"), der(0x01, Buffer.from([255])), der(0x04, constraint));
  const extensions = der(0x30, basic, der(0x30, oid("551d11"), der(0x04, names)));
  serial++;
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    ...[der(0x02, Buffer.from([1 + (serial % 100)])), algorithm],
    ...[nameOf(issuer?.subject ?? host), validity, nameOf(host)],
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, issuer?.signer ?? privateKey));
  const cert = der(0x30, body, algorithm, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert.match(/.{1,64}/g)?.join("\n")}\n-----END CERTIFICATE-----\n`,
    subject: host,
    signer: privateKey,
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
