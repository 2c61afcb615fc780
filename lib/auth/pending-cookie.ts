import type { Runtime } from "#lib/context/runtime.ts";
import { Secret } from "#lib/core/secret.ts";
import { secondStepMs } from "./begin-second-step.ts";
import { attributeText } from "./cookies.ts";
import { type AnyHeaders, readCookie } from "./header-values.ts";

/** The cookie that binds the second step of a sign-in to the browser that took the first. */
export interface PendingCookie {
  /** What the browser sent; empty, and so nobody's, without one. */
  brought: Secret<string>;
  set(token: Secret<string>): void;
  clear(): void;
  /** The answer with the cookie that was set or cleared, if any. */
  addTo(response: Response): Response;
}

/** Reads the cookie of a request, and writes that of its answer. Under https it is a `__Host-` cookie (S-03). */
export function createPendingCookie(headers: AnyHeaders, settings: Runtime["settings"]): PendingCookie {
  const name = `${settings.isSecure ? "__Host-" : ""}mooring-second-step`;
  let line: string | null = null;
  const write = (value: string, maxAge: number) => {
    line = `${name}=${value}; Max-Age=${maxAge}${attributeText(settings)}`;
  };
  return {
    brought: new Secret(readCookie(headers, name) ?? ""),
    set: (token) => write(token.reveal(), secondStepMs / 1000),
    clear: () => write("", 0),
    addTo: (response) => {
      if (line) response.headers.append("set-cookie", line);
      return response;
    },
  };
}
