// The parts of oidc-provider 9.13 that lib/sandbox uses; the package ships no types of its own.
declare module "oidc-provider" {
  import type { EventEmitter } from "node:events";
  import type { IncomingMessage, ServerResponse } from "node:http";

  export interface ProviderContext {
    req: IncomingMessage;
    res: ServerResponse;
    method: string;
    path: string;
    host: string;
    query: Record<string, string | string[] | undefined>;
    querystring: string;
    status: number;
    body: unknown;
    type: string;
    /** `false` leaves the answer to whoever holds `res`. */
    respond?: boolean;
    headers: IncomingMessage["headers"];
    /** Present once the provider itself has handled the request. */
    oidc?: {
      route: string;
      params?: Record<string, string | undefined>;
      /** What the client sent. */
      body?: Record<string, string | undefined>;
      client?: { clientId: string };
      entities: { RefreshToken?: StoredToken; AccessToken?: StoredToken };
    };
    get(name: string): string;
    set(name: string, value: string): void;
    redirect(url: string): void;
    accepts(...types: string[]): string | false;
  }

  export type Middleware = (ctx: ProviderContext, next: () => Promise<unknown>) => Promise<unknown>;

  export interface StoredToken {
    jti: string;
    clientId: string;
    accountId: string;
    grantId: string;
    scope?: string;
    scopes: Set<string>;
    save(): Promise<string>;
  }

  export interface Interaction {
    uid: string;
    prompt: { name: string };
    params: Record<string, string | undefined>;
    session?: { accountId: string };
  }

  interface TokenModel {
    find(value: string): Promise<StoredToken | undefined>;
    revokeByGrantId(grantId: string): Promise<void>;
  }

  interface GrantInstance {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  interface GrantModel {
    new (input: { accountId: string; clientId: string }): GrantInstance;
    find(id: string): Promise<GrantInstance | undefined>;
    adapter: { destroy(id: string): Promise<void> };
  }

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    readonly issuer: string;
    readonly Client: {
      prototype: { redirectUriAllowed(this: { redirectUris: string[] }, value: string): boolean };
    };
    readonly Grant: GrantModel;
    readonly AccessToken: TokenModel;
    readonly AuthorizationCode: TokenModel;
    readonly ClientCredentials: TokenModel;
    readonly RefreshToken: TokenModel;
    readonly Session: {
      get(ctx: ProviderContext): Promise<{ accountId?: string; destroy(): Promise<void> }>;
    };
    proxy: boolean;
    silent: boolean;
    use(middleware: Middleware): this;
    callback(): (req: IncomingMessage, res: ServerResponse) => void;
    interactionDetails(req: IncomingMessage, res: ServerResponse): Promise<Interaction>;
    interactionResult(
      req: IncomingMessage,
      res: ServerResponse,
      result: Record<string, unknown>,
      options?: { mergeWithLastSubmission?: boolean },
    ): Promise<string>;
    on: EventEmitter["on"];
    emit: EventEmitter["emit"];
  }

  export const errors: {
    InvalidGrant: new (detail: string) => Error;
    SessionNotFound: new (description?: string) => Error;
  };
}
