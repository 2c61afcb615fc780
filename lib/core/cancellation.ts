/** As much of an `AbortSignal` as a call needs to know that nobody waits for it any more; an `AbortSignal` is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  /** An Error, once it is aborted. */
  readonly reason: unknown;
  addEventListener(type: "abort", listen: () => void): void;
  removeEventListener(type: "abort", listen: () => void): void;
}

/** An `AbortController` and its signal in one, for a path where an `EventTarget` for each request is felt. */
export class Cancellation implements CancelSignal {
  aborted = false;
  reason: unknown;
  readonly #listeners: (() => void)[] = [];

  /** Tells the listeners, once, and why: nobody waits any more, unless it is said otherwise. */
  abort(reason: Error = new DOMException("This operation was aborted", "AbortError")): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listen of this.#listeners.splice(0)) listen();
  }

  addEventListener(_type: "abort", listen: () => void): void {
    this.#listeners.push(listen);
  }

  removeEventListener(_type: "abort", listen: () => void): void {
    const at = this.#listeners.indexOf(listen);
    if (at >= 0) this.#listeners.splice(at, 1);
  }
}
