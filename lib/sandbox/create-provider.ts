import { Provider, type ProviderContext } from "oidc-provider";
import type { Logger } from "#lib/log/logger.ts";
import { type ProviderOptions, providerConfiguration } from "./provider-configuration.ts";

interface CreateOptions extends Omit<ProviderOptions, "redirectUris"> {
  consoleOrigin: string;
  log: Logger;
}

// What a stream says when the other side leaves in the middle of it.
const hungUp = new Set([
  "ECONNRESET",
  "EPIPE",
  "ECONNABORTED",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_DESTROYED",
]);

/** The certified OpenID provider, configured for practice. It answers what none of our own routes answers. */
export function createProvider({ consoleOrigin, log, ...options }: CreateOptions): Provider {
  const paths = ["/oauth/callback", "/oauth2/callback", "/api/auth/callback/practice"];
  const redirectUris = paths.map((path) => consoleOrigin + path);
  const provider: Provider = new Provider(
    options.origin,
    providerConfiguration({ ...options, redirectUris }, () => provider),
  );
  provider.proxy = options.origin.startsWith("https:");
  provider.silent = true;
  acceptKeyedCallbacks(provider, consoleOrigin);
  provider.on("error", (error: NodeJS.ErrnoException) => {
    if (hungUp.has(error.code ?? ""))
      log.debug({ code: error.code }, "a client of the practice provider hung up");
    else log.error({ err: error }, "the practice provider failed");
  });
  provider.on("server_error", (_ctx: ProviderContext, error: Error) =>
    log.error({ err: error }, "the practice provider failed"),
  );
  provider.on("grant.revoked", (ctx: ProviderContext) =>
    options.drills.recordRevokedGrant(ctx.oidc?.route === "token"),
  );
  return provider;
}

/** Besides the registered ones, every address below `/oauth/callback/` of an integration or an override is a redirect URI (D-05). */
function acceptKeyedCallbacks(provider: Provider, consoleOrigin: string): void {
  const prefix = `${consoleOrigin}/oauth/callback/`;
  provider.Client.prototype.redirectUriAllowed = function (value) {
    if (this.redirectUris.includes(value)) return true;
    return (
      value.startsWith(prefix) && /^[a-z0-9]{20,32}(-[a-z]+-[a-z0-9]{26})?$/.test(value.slice(prefix.length))
    );
  };
}
