import { z } from "zod";

const csrfSchema = z.object({ csrfToken: z.string() });
const answerSchema = z.object({ url: z.string() });

/** How a step of a sign-in ended: all of these are expected, so they are data. */
export type SignInResult =
  | "signed-in"
  | "second-factor-required"
  | "refused"
  | "expired"
  | "rate-limited"
  | "failed";

/** Signs this browser in; after `signed-in` the session cookie is set, after `second-factor-required` a code is to follow. */
export function signIn(email: string, password: string): Promise<SignInResult> {
  return send({ email, password });
}

/** The second step: a code of the app or a recovery code. `expired`: the first step has to be taken again. */
export function signInWithCode(code: string): Promise<SignInResult> {
  return send({ code });
}

async function send(fields: Record<string, string>): Promise<SignInResult> {
  try {
    const { csrfToken } = csrfSchema.parse(await (await fetch("/api/auth/csrf")).json());
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      body: new URLSearchParams({ csrfToken, ...fields, json: "true" }),
    });
    return readResult(response.ok, answerSchema.parse(await response.json()).url);
  } catch {
    return "failed";
  }
}

function readResult(isOk: boolean, url: string): SignInResult {
  const error = new URL(url, location.href).searchParams.get("error");
  if (isOk && !error && !url.includes("csrf=true")) return "signed-in";
  switch (error) {
    case "CredentialsSignin":
      return "refused";
    case "unauthenticated":
      return "expired";
    case "rate-limited":
    case "second-factor-required":
      return error;
    default:
      return "failed";
  }
}
