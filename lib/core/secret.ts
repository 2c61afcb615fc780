const REDACTED = "[redacted]";

/**
 * A value that no log, error, template or JSON may show: it prints `[redacted]` everywhere.
 * Only `.reveal()` opens it, so that each opening can be found by its name (D-21, K-10).
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Hand it straight to what needs it; keep it in no variable that outlives the call. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}

/** What of a secret is shown: its end, or nothing where a short one would be given away by it. */
export function lastFourOf(secret: Secret<string>): string {
  const text = secret.reveal();
  return text.length < 12 ? "" : text.slice(-4);
}
