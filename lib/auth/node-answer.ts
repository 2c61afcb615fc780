import type { NextApiRequest, NextApiResponse } from "next";
import { readBytes } from "#lib/core/read-bytes.ts";

const MAX_FORM_BYTES = 16 * 1024;

interface AuthCall {
  /** The path below /api/auth, in its parts. */
  action: readonly string[];
  origin: string;
}

/**
 * Runs next-auth's Node-style handler for a Web request: its other form asks the framework for headers and cookies, and
 * so works inside Next only. Bodies are forms of at most 16 KB; anything else counts as an empty one.
 */
export async function answerAsNode(
  request: Request,
  call: AuthCall,
  handle: (req: NextApiRequest, res: NextApiResponse) => unknown,
): Promise<Response> {
  const answer = createAnswer();
  await handle(
    (await toNodeRequest(request, call)) as NextApiRequest,
    answer.response as unknown as NextApiResponse,
  );
  return answer.toResponse();
}

async function toNodeRequest(
  request: Request,
  { action, origin }: AuthCall,
): Promise<Partial<NextApiRequest>> {
  const url = new URL(request.url);
  const { host, protocol } = new URL(origin);
  return {
    method: request.method,
    query: { ...Object.fromEntries(url.searchParams), nextauth: [...action] },
    body: request.method === "POST" ? await readForm(request) : undefined,
    cookies: readCookies(request.headers.get("cookie") ?? ""),
    headers: { host, "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) },
  };
}

async function readForm(request: Request): Promise<Record<string, string>> {
  const isForm = request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded");
  const bytes = isForm ? await readBytes(request.body, MAX_FORM_BYTES) : null;
  return bytes ? Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes))) : {};
}

function readCookies(header: string): Record<string, string> {
  const pairs = header.split(";").flatMap((pair): [string, string][] => {
    const at = pair.indexOf("=");
    return at < 0 ? [] : [[pair.slice(0, at).trim(), decode(pair.slice(at + 1).trim())]];
  });
  return Object.fromEntries(pairs);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function createAnswer() {
  let status = 200;
  let body: string | null = null;
  const headers = new Map<string, string | string[]>();
  const response = {
    status: (code: number) => {
      status = code;
      return response;
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: string | string[]) => {
      headers.set(name.toLowerCase(), value);
      return response;
    },
    json: (value: unknown) => {
      headers.set("content-type", "application/json");
      body = JSON.stringify(value);
    },
    send: (value: unknown) => {
      if (typeof value === "string") body = value;
      else response.json(value ?? {});
    },
    end: () => undefined,
  };
  const toResponse = () => {
    const all = [...headers].flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    );
    return new Response(body, { status, headers: all });
  };
  return { response, toResponse };
}
