/** What a scripted answerer sees of a request. */
export interface SeenRequest {
  url: URL;
  method: string;
  headers: Headers;
  body: string;
  /** The body as a form. */
  form: URLSearchParams;
  redirect: string | undefined;
}

export type Answerer = (request: SeenRequest, index: number) => Response | Promise<Response>;

export interface ScriptedFetch {
  fetch: (input: string | URL, init?: RequestInit) => Promise<Response>;
  requests: SeenRequest[];
}

/** A `fetch` that a test answers by hand; it keeps what it was asked. An answerer that throws is a network failure. */
export function scriptedFetch(answer: Answerer): ScriptedFetch {
  const requests: SeenRequest[] = [];
  return {
    requests,
    fetch: async (input, init = {}) => {
      const body = typeof init.body === "string" ? init.body : "";
      const request: SeenRequest = {
        url: new URL(input),
        method: init.method ?? "GET",
        headers: new Headers(init.headers),
        body,
        form: new URLSearchParams(body),
        redirect: init.redirect,
      };
      requests.push(request);
      return answer(request, requests.length - 1);
    },
  };
}

/** A JSON answer with a status. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}
