import { getAccessToken } from "#lib/connections/get-access-token.ts";
import type { Context } from "#lib/context/context.ts";
import type { CancelSignal } from "#lib/core/cancellation.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { Pauses } from "./pauses.ts";
import { isRepeatable } from "./repeat-rules.ts";
import { type HeaderList, signHeaders } from "./request-headers.ts";
import type { Route } from "./route.ts";
import { sendRepeatedly } from "./send-repeatedly.ts";
import { signPath } from "./sign-path.ts";
import { unpackText } from "./unpack-text.ts";
import type { ForwardBody, SendUpstream, UpstreamAnswer } from "./upstream.ts";

export interface SignedCall {
  route: Route;
  origin: string;
  path: string;
  method: string;
  headers: HeaderList;
  body: ForwardBody;
  signal: CancelSignal;
}

/** The way out, and the pauses that providers asked for. */
export interface WayOut {
  send: SendUpstream;
  pauses: Pauses;
}

export interface SignedAnswer extends UpstreamAnswer {
  /** The token that was sent, so that an echo of it can be blotted out. */
  accessToken: Secret<string>;
  upstreamMs: number;
}

/**
 * Sends the call with the connection's token. The provider's 401 is answered by one forced refresh and one more try,
 * when the body can be sent again and there is another token to send (P-12, R-06); else the 401 is the answer.
 * Throws `rate-limited` while the provider wants a longer pause than a call waits.
 */
export async function sendSigned(ctx: Context, call: SignedCall, way: WayOut): Promise<SignedAnswer> {
  const { connectionId, pausedMs } = call.route;
  const { pauses } = way;
  await pauses.pass(connectionId, pausedMs, call.signal);
  let token = await call.route.getToken(ctx);
  let attempts = 0;
  const send = async () => {
    // A repeat leaves seconds later: what was good for the first may have expired in between.
    if (attempts++ > 0 && token.expiresAt) token = await getAccessToken(ctx, connectionId);
    return attempt(call, token.accessToken, way.send);
  };
  const repetition = { connectionId, pauses, signal: call.signal, isRepeatable: isRepeatable(call) };
  const answer = await sendRepeatedly(send, repetition);
  if (answer.status !== 401 || !("bytes" in call.body)) return answer;
  try {
    const renewed = await getAccessToken(ctx, connectionId, { rejectedVersion: token.tokenVersion });
    if (renewed.tokenVersion === token.tokenVersion) return answer;
    await answer.body.discard();
    return await attempt(call, renewed.accessToken, way.send);
  } catch (error) {
    await answer.body.discard();
    throw error;
  }
}

async function attempt(
  call: SignedCall,
  accessToken: Secret<string>,
  send: SendUpstream,
): Promise<SignedAnswer> {
  const { origin, path, method, body, signal } = call;
  const { api, caCertificates } = call.route;
  const isStream = "stream" in body;
  const sent = isStream ? body.stream : body.bytes;
  const contentType = isStream ? null : (body.contentType ?? null);
  const headers = signHeaders(call.headers, { api, accessToken, contentType, hasBody: sent !== null });
  if (isStream && body.length !== null) headers.push(["Content-Length", String(body.length)]);
  const startedMs = performance.now();
  const answer = await send({
    origin,
    path: signPath(path, api.auth, accessToken),
    method,
    headers,
    signal,
    caCertificates,
    body: sent,
  });
  const upstreamMs = Math.round(performance.now() - startedMs);
  return { ...(method === "HEAD" ? answer : unpackText(answer)), accessToken, upstreamMs };
}
