import type { ServerResponse } from "node:http";

/*
 * How a token endpoint fails in an outage, one way after the other. Nothing of what it was asked has been carried out.
 */

const later = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

const answer =
  (status: number, headers: () => Record<string, string> = () => ({}), body = '{"error":"server_error"}') =>
  (res: ServerResponse): void => {
    res.writeHead(status, { "content-type": "application/json", ...headers() }).end(body);
  };

const page = "<!doctype html><title>Oops</title><h1>Something went wrong</h1>";

/** Each way by its name; what never answers is there once among many. */
export const failures: Record<string, (res: ServerResponse) => void> = {
  "503": answer(503),
  "503 and seconds": answer(503, () => ({ "retry-after": "4" })),
  "500 and a page": answer(500, () => ({ "content-type": "text/html" }), page),
  reset: (res) => void res.socket?.resetAndDestroy(),
  "503 and a date": answer(503, () => ({ "retry-after": later(5) })),
  "429": answer(429),
  "502 and a page": answer(502, () => ({ "content-type": "text/html" }), page),
  "429 and seconds": answer(429, () => ({ "retry-after": "3" })),
  "503 without a body": answer(503, undefined, ""),
  "500": answer(500),
  "reset in its middle": (res) => {
    res.writeHead(200, { "content-type": "application/json", "content-length": "4096" });
    res.write('{"access_token":"', () => res.socket?.resetAndDestroy());
  },
  "503 once more": answer(503),
  silence: () => {},
};
