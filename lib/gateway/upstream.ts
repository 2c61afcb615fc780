import type { Readable, Writable } from "node:stream";
import type { CancelSignal } from "#lib/core/cancellation.ts";
import type { HeaderList } from "./request-headers.ts";

/** One request to a provider, ready to be put on the wire. */
export interface UpstreamCall {
  origin: string;
  path: string;
  method: string;
  headers: HeaderList;
  body: Readable | Uint8Array | null;
  /** Authorities that are trusted beside the public ones, PEM; empty for none. */
  caCertificates: string;
  signal: CancelSignal;
}

/** What a body goes through on its way; `rest` gives what was held back, at its end, for which `ending` is waited. */
export interface BodyFilter {
  change(chunk: Buffer, isLast?: boolean): Buffer;
  rest(): Buffer | null;
  ending?(): Promise<void>;
}

/** A body that arrives: whole, when it came with the headers, or as a stream. */
export interface UpstreamBody {
  readonly bytes: Buffer | null;
  /** Writes all of it, through the filter, as fast as the sink takes it; ends with the sink, rejects when the provider breaks off. */
  pour(sink: Writable, filter?: BodyFilter): Promise<void>;
  discard(): Promise<void>;
}

export interface UpstreamAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: UpstreamBody;
}

/** The guarded way out (`lib/egress`), handed in. It follows no redirect and retries nothing. */
export type SendUpstream = (call: UpstreamCall) => Promise<UpstreamAnswer>;

/** A caller's body. Bytes can be sent a second time; a stream is gone once it was read. */
export type ForwardBody =
  | {
      bytes: Uint8Array | null;
      /** To add when neither caller nor provider names one. */
      contentType?: string | null;
    }
  | { stream: Readable; length: number | null };
