/** Whether a browser only looks ahead (`Sec-Purpose: prefetch`), so that nothing may be begun or used up (D-03). */
export function isPrefetch({ headers }: Request): boolean {
  return ["sec-purpose", "purpose", "x-moz"].some((name) =>
    headers.get(name)?.toLowerCase().includes("prefetch"),
  );
}
