import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A GitHub Enterprise Server on loopback, as far as signing in goes. */
export interface GitHub {
  origin: string;
  user: Record<string, unknown>;
  emails: unknown;
  /** Answered in place of tokens, with status 200 as it does. */
  error: string | null;
  /** The token requests that came, as forms. */
  tokenRequests: URLSearchParams[];
  close(): Promise<void>;
}

/** Starts one, whose code is `code-1` and whose only account is number 7. */
export async function startGitHub(): Promise<GitHub> {
  const server = createServer(async (request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const path = new URL(request.url ?? "/", gitHub.origin).pathname;
    if (path === "/login/oauth/access_token") {
      const form = new URLSearchParams(await text(request));
      gitHub.tokenRequests.push(form);
      const isRight = gitHub.error === null && form.get("code") === "code-1";
      send(
        200,
        isRight
          ? { access_token: "gho_1", token_type: "bearer", scope: "" }
          : { error: gitHub.error ?? "bad_verification_code" },
      );
    } else if (request.headers.authorization !== "Bearer gho_1") send(401, { message: "Bad credentials" });
    else if (path === "/api/v3/user") send(200, gitHub.user);
    else if (path === "/api/v3/user/emails") send(200, gitHub.emails);
    else send(404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const gitHub: GitHub = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    user: { id: 7, login: "ada", name: "Ada Marlow" },
    emails: [{ email: "ada@sandbox.test", primary: true, verified: true }],
    error: null,
    tokenRequests: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return gitHub;
}
