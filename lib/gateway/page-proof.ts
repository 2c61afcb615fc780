import { PAGE_REQUEST_HEADER } from "./contract.ts";

type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Whether a page of ours sent a request that the session cookie signs (D-18). The custom header cannot be set by a
 * link, a form or, without our consent, a foreign script; what the browser says about the sender must agree.
 */
export function isFromOurPage(headers: RequestHeaders, origin: string): boolean {
  const site = headers["sec-fetch-site"];
  const sender = headers.origin;
  return (
    headers[PAGE_REQUEST_HEADER.toLowerCase()] === "1" &&
    (site === undefined || site === "same-origin") &&
    (sender === undefined || sender === origin)
  );
}
