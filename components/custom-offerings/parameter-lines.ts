/** Parameters as a person types them: one `name=value` a line. */
export function toLines(parameters: Readonly<Record<string, string | number>> | undefined): string {
  return Object.entries(parameters ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}

/** The parameters in such lines; `null` when a line has no name, no sign between, or a name that was there already. */
export function fromLines(text: string): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const at = line.indexOf("=");
    const name = line.slice(0, at).trim();
    if (at < 1 || name === "" || Object.hasOwn(parameters, name)) return null;
    parameters[name] = line.slice(at + 1).trim();
  }
  return parameters;
}
