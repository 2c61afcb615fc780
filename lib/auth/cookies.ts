import { encode } from "next-auth/jwt";
import { getRuntime, type Runtime } from "#lib/context/runtime.ts";
import { sessionLifeMs } from "./session-rules.ts";

/** What the cookies are signed and named by. */
export type CookieSettings = Pick<Runtime, "sessionKey" | "settings">;

export interface CookieNames {
  session: string;
  csrf: string;
  callbackUrl: string;
}

/** Under https each name has the `__Host-` prefix: no other host and no plain-http page can set it (S-03, RFC 6265bis §4.1.3). */
export function cookieNames({ isSecure }: Runtime["settings"]): CookieNames {
  const prefix = isSecure ? "__Host-" : "";
  return {
    session: `${prefix}mooring-session`,
    csrf: `${prefix}mooring-csrf`,
    callbackUrl: `${prefix}mooring-callback-url`,
  };
}

/** Attributes of every cookie of ours. Lax, because the provider's redirect back must carry the session. */
export function cookieAttributes({ isSecure }: Runtime["settings"]) {
  return { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure };
}

/**
 * The `Set-Cookie` value that puts a browser into the session with this secret, as `startSession` gives it; the running process
 * signs it unless told otherwise.
 */
export async function sessionCookie(
  sessionSecret: string,
  { sessionKey, settings }: CookieSettings = getRuntime(),
): Promise<string> {
  const maxAge = sessionLifeMs / 1000;
  const token = await encode({ token: { sid: sessionSecret }, secret: sessionKey, maxAge });
  return `${cookieNames(settings).session}=${token}; Max-Age=${maxAge}${attributeText(settings)}`;
}

/** The `Set-Cookie` value that ends the browser's session. */
export function clearedSessionCookie({ settings }: Pick<Runtime, "settings">): string {
  return `${cookieNames(settings).session}=; Max-Age=0${attributeText(settings)}`;
}

/** The attributes of every cookie of ours, as a `Set-Cookie` value ends. */
export function attributeText(settings: Runtime["settings"]): string {
  return `; Path=/; HttpOnly; SameSite=Lax${settings.isSecure ? "; Secure" : ""}`;
}
