import { z } from "zod";

const csrfSchema = z.object({ csrfToken: z.string() });
const answerSchema = z.object({ url: z.string() });

/** How a sign-in ended: all of these are expected, so they are data. */
export type SignInResult = "signed-in" | "refused" | "rate-limited" | "failed";

/** Signs this browser in; after `signed-in` the session cookie is set. */
export async function signIn(email: string, password: string): Promise<SignInResult> {
  try {
    const { csrfToken } = csrfSchema.parse(await (await fetch("/api/auth/csrf")).json());
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
    });
    return readResult(response.ok, answerSchema.parse(await response.json()).url);
  } catch {
    return "failed";
  }
}

function readResult(isOk: boolean, url: string): SignInResult {
  const error = new URL(url, location.href).searchParams.get("error");
  if (isOk && !error && !url.includes("csrf=true")) return "signed-in";
  if (error === "CredentialsSignin") return "refused";
  return error === "rate-limited" ? "rate-limited" : "failed";
}
