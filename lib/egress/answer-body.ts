import type { Writable } from "node:stream";
import type { Dispatcher } from "undici";
import { freePassedBytes } from "./free-passed-bytes.ts";

type Controller = Pick<Dispatcher.DispatchController, "abort" | "pause" | "resume">;

/** What a body goes through on its way; `rest` gives what was held back, at its end, for which `ending` is waited. */
export interface BodyFilter {
  change(chunk: Buffer, isLast?: boolean): Buffer;
  rest(): Buffer | null;
  ending?(): Promise<void>;
}

/** A body that arrives. Take it as what is there already, or pour it into a sink; or discard it. */
export interface AnswerBody {
  /** All of it, when all of it has come with the headers, as short ones do; else `null`. */
  readonly bytes: Buffer | null;
  /**
   * Writes what came and what comes, as fast as the sink takes it, each piece through the filter. Resolves when the sink is
   * closed; a sink that closes early ends the exchange. Rejects when the provider breaks off.
   */
  pour(sink: Writable, filter?: BodyFilter): Promise<void>;
  /** Drops a body that nobody wants; a short one is read, so that its connection stays usable. */
  discard(): Promise<void>;
}

const WAITING_BYTES = 64 * 1024;
// So much may wait in front of a sink before the wire waits too: reading and writing overlap, memory stays small.
const AHEAD_BYTES = 512 * 1024;

/** Keeps up to 64 KB until somebody takes the body; then the wire waits. A failure that nobody hears ends nothing. */
export class ArrivingBody implements AnswerBody {
  readonly #controller: Controller;
  #waiting: Buffer[] = [];
  #size = 0;
  #hasEnded = false;
  #isPaused = false;
  #failure: Error | null = null;
  #sink: Writable | null = null;
  #filter: BodyFilter | null = null;
  #reject: ((error: Error) => void) | null = null;
  #discarded: (() => void) | null = null;

  constructor(controller: Controller) {
    this.#controller = controller;
  }

  get bytes(): Buffer | null {
    if (!this.#hasEnded || this.#sink) return null;
    return this.#waiting.length === 1 ? (this.#waiting[0] ?? null) : Buffer.concat(this.#waiting);
  }

  pour(sink: Writable, filter: BodyFilter | null = null): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#sink = sink;
      this.#filter = filter;
      this.#reject = reject;
      sink.on("drain", () => this.#resume());
      const leave = () => {
        if (!this.#hasEnded && !this.#failure) this.#controller.abort(new Error("nobody reads the answer"));
        resolve();
      };
      if (sink.destroyed) return leave();
      sink.once("close", leave);
      for (const chunk of this.#waiting) this.#write(sink, chunk);
      this.#waiting = [];
      if (this.#hasEnded) this.#finish(sink);
      else if (sink.writableLength < AHEAD_BYTES) this.#resume();
    });
  }

  discard(): Promise<void> {
    if (this.#hasEnded || this.#failure) return Promise.resolve();
    this.#resume();
    return new Promise((resolve) => {
      this.#discarded = resolve;
    });
  }

  /** The side of the wire: a piece has come. */
  add(chunk: Buffer): void {
    this.#size += chunk.length;
    freePassedBytes(chunk.length);
    if (this.#sink) {
      this.#write(this.#sink, chunk);
      if (this.#sink.writableLength >= AHEAD_BYTES) this.#pause();
    } else if (this.#discarded) {
      if (this.#size > WAITING_BYTES) this.#controller.abort(new Error("nobody reads the answer"));
    } else {
      this.#waiting.push(chunk);
      if (this.#size > WAITING_BYTES) this.#pause();
    }
  }

  /** The side of the wire: that was all. */
  end(): void {
    this.#hasEnded = true;
    if (this.#sink) this.#finish(this.#sink);
    this.#discarded?.();
  }

  /** The side of the wire: it broke. */
  fail(error: Error): void {
    this.#failure = error;
    this.#reject?.(error);
    this.#discarded?.();
  }

  #pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#controller.pause();
  }

  #resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#controller.resume();
  }

  #write(sink: Writable, chunk: Buffer): void {
    const passed = this.#filter ? this.#filter.change(chunk) : chunk;
    if (passed.length > 0) sink.write(passed);
  }

  #finish(sink: Writable): void {
    const rest = this.#filter?.rest();
    const end = () => void (rest && rest.length > 0 ? sink.end(rest) : sink.end());
    const ending = this.#filter?.ending?.();
    if (ending) ending.then(end, this.#reject);
    else end();
  }
}
