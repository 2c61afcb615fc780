import { X509Certificate } from "node:crypto";
import { invalidInput } from "#lib/core/errors.ts";

/** How many authorities an integration trusts beside the public ones. */
const MOST = 10;

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * What was entered as authorities to trust, as it is stored: each once, in PEM, without the words around it; empty for none.
 * 422 at `/caCertificates` for what is no certificate, not an authority's, over, or too many (P-15).
 */
export function readCaCertificates(entered: string, now: Date): string {
  if (entered.includes("PRIVATE KEY"))
    throw refusal(
      "This holds a private key, which belongs to nobody but its server. Enter certificates alone.",
    );
  const blocks = entered.match(block) ?? [];
  const rest = entered.replace(block, "");
  if (
    rest.includes("-----BEGIN") ||
    rest.includes("-----END") ||
    (blocks.length === 0 && entered.trim() !== "")
  )
    throw refusal(
      "Enter certificates in PEM: each begins with -----BEGIN CERTIFICATE----- and has its own end.",
    );
  if (blocks.length > MOST)
    throw refusal(`At most ${MOST} certificates. Leave out what is not an authority's.`);
  const certificates = blocks.map((pem, index) => readOne(pem, `Certificate ${index + 1}`, now));
  const unique = new Map(certificates.map((certificate) => [certificate.fingerprint256, certificate]));
  return [...unique.values()].map((certificate) => certificate.toString().trim()).join("\n");
}

/** The stored ones by subject, fingerprint and last day, for the audit trail. */
export function describeCaCertificates(stored: string): string[] {
  return (stored.match(block) ?? []).map((pem) => {
    const { subject, fingerprint256, validTo } = new X509Certificate(pem);
    return `${oneLine(subject)}, until ${new Date(validTo).toISOString().slice(0, 10)}, SHA-256 ${fingerprint256}`;
  });
}

function readOne(pem: string, which: string, now: Date): X509Certificate {
  const certificate = parse(pem);
  if (!certificate) throw refusal(`${which} cannot be read as X.509. Copy it again.`);
  const name = `${which} (${oneLine(certificate.subject)})`;
  if (!certificate.ca)
    throw refusal(`${name} is not an authority's. Enter the certificate of the authority that signed it.`);
  const until = new Date(certificate.validTo);
  if (until <= now)
    throw refusal(`${name} ended on ${until.toISOString().slice(0, 10)}. Enter the one that is in force.`);
  return certificate;
}

// However its lines were broken on the way here.
function parse(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ""), "base64"));
  } catch {
    return null;
  }
}

function oneLine(subject: string | undefined): string {
  return (subject ?? "").replace(/\s*\n\s*/g, ", ").slice(0, 200) || "no name";
}

function refusal(detail: string) {
  return invalidInput("/caCertificates", detail);
}
