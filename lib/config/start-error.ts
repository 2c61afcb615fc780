const brand = Symbol.for("mooring.start-error");

/** A reason not to start. Its message is the one line that the operator sees: what is wrong, and the way out. */
export class StartError extends Error {
  readonly [brand] = true;

  constructor(line: string, options?: ErrorOptions) {
    super(line, options);
    this.name = "StartError";
  }
}

export function isStartError(value: unknown): value is StartError {
  return typeof value === "object" && value !== null && brand in value;
}
