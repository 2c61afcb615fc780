import type { ProviderContext } from "oidc-provider";
import type { Caller } from "./bearer-token.ts";
import type { FileShelf } from "./files.ts";

/** A request to the practice API whose access token is good. */
export interface ApiRequest {
  ctx: ProviderContext;
  caller: Caller;
  files: FileShelf;
  origin: string;
  /** The second part of the path, after the collection. */
  id: string;
}
