import type { ForwardForm } from "#lib/gateway/contract.ts";

export interface TryItValues {
  method: string;
  url: string;
  headers: string;
  data: string;
}

/** A line of `Name: value` each; `null` names the first line that is none. */
export function parseHeaders(text: string): Record<string, string> | { badLine: string } {
  const headers: Record<string, string> = {};
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (!line) continue;
    const match = /^([^\s:]+):\s*(.*)$/.exec(line);
    if (!match?.[1]) return { badLine: line };
    headers[match[1]] = match[2] ?? "";
  }
  return headers;
}

export function isBadLine(headers: ReturnType<typeof parseHeaders>): headers is { badLine: string } {
  return "badLine" in headers && typeof headers.badLine === "string" && Object.keys(headers).length === 1;
}

/** The gateway's JSON body for what was typed; a body that is JSON is sent as JSON. */
export function toForwardBody(
  values: TryItValues,
  headers: Record<string, string>,
  connectionId?: string,
): Partial<ForwardForm> {
  const hasBody = values.data.trim() !== "" && !["GET", "HEAD"].includes(values.method);
  return {
    method: values.method,
    url: values.url.trim(),
    headers,
    ...(connectionId ? { connectionId } : {}),
    ...(hasBody ? { data: parseData(values.data) } : {}),
  };
}

/** The same call for a terminal, with a placeholder where the key goes. */
export function toCurl(
  values: TryItValues,
  headers: Record<string, string>,
  target: { origin: string; slug: string; connectionId?: string },
): string {
  const isAbsolute = /^https?:/i.test(values.url.trim());
  const base = `${target.origin}/api/integrations/${target.slug}/request`;
  const lines = ["curl"];
  if (isAbsolute) {
    const body = toForwardBody(values, headers, target.connectionId);
    lines.push(
      "-X POST",
      '-H "Authorization: Bearer $MOORING_KEY"',
      '-H "Content-Type: application/json"',
      `--data ${quote(JSON.stringify(body))}`,
      quote(base),
    );
    return lines.join(" \\\n  ");
  }
  if (values.method !== "GET") lines.push(`-X ${values.method}`);
  lines.push('-H "Authorization: Bearer $MOORING_KEY"');
  if (target.connectionId) lines.push(`-H "Mooring-Connection: ${target.connectionId}"`);
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quote(`${name}: ${value}`)}`);
  if (values.data.trim() && !["GET", "HEAD"].includes(values.method)) {
    if (!Object.keys(headers).some((name) => name.toLowerCase() === "content-type"))
      lines.push('-H "Content-Type: application/json"');
    lines.push(`--data ${quote(values.data)}`);
  }
  lines.push(quote(`${base}/${values.url.trim().replace(/^\/+/, "")}`));
  return lines.join(" \\\n  ");
}

function parseData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
