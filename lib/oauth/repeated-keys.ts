/** Whether the object that a valid JSON text holds names one of its own keys twice. Deeper levels are not looked at. */
export function repeatsKey(json: string): boolean {
  const seen = new Set<string>();
  const tokens = json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs);
  let depth = 0;
  let text: string | null = null;
  for (const [token] of tokens) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token === ":" && depth === 1 && text !== null) {
      const key: string = JSON.parse(text);
      if (seen.has(key)) return true;
      seen.add(key);
    }
    text = token.startsWith('"') ? token : null;
  }
  return false;
}
