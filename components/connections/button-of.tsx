/** What a button is about, behind its own words: heard, and not seen, where the row shows it. */
export function ButtonOf({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className="sr-only"> {name}</span>;
}
