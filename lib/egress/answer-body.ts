import { Readable } from "node:stream";
import type { Dispatcher } from "undici";

type Controller = Pick<Dispatcher.DispatchController, "abort" | "pause" | "resume">;

/** A body that arrives. Take it as what is there already, or as a stream; or discard it. */
export interface AnswerBody {
  /** All of it, when all of it has come with the headers, as short ones do; else `null`. */
  readonly bytes: Buffer | null;
  /** The bytes as they came and come. Read it to its end or destroy it; that ends the exchange. */
  stream(): Readable;
  /** Drops a body that nobody wants; a short one is read, so that its connection stays usable. */
  discard(): Promise<void>;
}

/** The same from the side of the wire. */
export interface ArrivingBody extends AnswerBody {
  add(chunk: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

const WAITING_BYTES = 64 * 1024;

/** Keeps up to 64 KB until somebody takes the body; then the wire waits. A failure that nobody hears ends nothing. */
export function createAnswerBody(controller: Controller): ArrivingBody {
  const waiting: Buffer[] = [];
  const discarded: (() => void)[] = [];
  let [size, hasEnded] = [0, false];
  let failure: Error | null = null;
  let taken: Readable | null = null;

  const settle = () => {
    for (const resolve of discarded.splice(0)) resolve();
  };
  const take = (): Readable => {
    const stream = new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        if (!hasEnded && !failure) controller.abort(error ?? new Error("nobody reads the answer"));
        done(error);
      },
    });
    // Whoever reads it hears of a failure; unheard, it would end the process.
    stream.on("error", () => undefined);
    for (const chunk of waiting.splice(0)) stream.push(chunk);
    if (failure) stream.destroy(failure);
    else if (hasEnded) stream.push(null);
    return stream;
  };
  return {
    get bytes() {
      if (!hasEnded || taken) return null;
      return waiting.length === 1 ? (waiting[0] ?? null) : Buffer.concat(waiting);
    },
    stream: () => {
      taken ??= take();
      return taken;
    },
    discard: () => {
      if (hasEnded || failure) return Promise.resolve();
      controller.resume();
      return new Promise((resolve) => discarded.push(resolve));
    },
    add: (chunk) => {
      size += chunk.length;
      if (taken) {
        if (!taken.push(chunk)) controller.pause();
      } else if (discarded.length > 0) {
        if (size > WAITING_BYTES) controller.abort(new Error("nobody reads the answer"));
      } else {
        waiting.push(chunk);
        if (size > WAITING_BYTES) controller.pause();
      }
    },
    end: () => {
      hasEnded = true;
      taken?.push(null);
      settle();
    },
    fail: (error) => {
      failure = error;
      taken?.destroy(error);
      settle();
    },
  };
}
