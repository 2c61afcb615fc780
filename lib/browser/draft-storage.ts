const prefix = "mooring-draft:";
const secretWords = /secret|password|passphrase|token|verifier|credential/i;

type Draft = Record<string, unknown>;

/** What was typed into a form in this tab, or `null`. */
export function readDraft(key: string): Draft | null {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(prefix + key) ?? "null");
    return typeof draft === "object" && draft !== null && !Array.isArray(draft) ? (draft as Draft) : null;
  } catch {
    return null;
  }
}

/**
 * Keeps what was typed until the tab closes; answers whether the browser let us.
 * Fields that sound like a secret are never written, listed or not.
 */
export function writeDraft(key: string, values: Draft, except: readonly string[]): boolean {
  try {
    sessionStorage.setItem(prefix + key, JSON.stringify(withoutSecrets(values, except)));
    return true;
  } catch {
    return false;
  }
}

/** Forgets a draft, after success or on Cancel; answers whether the browser let us. */
export function clearDraft(key: string): boolean {
  try {
    sessionStorage.removeItem(prefix + key);
    return true;
  } catch {
    return false;
  }
}

/** The values that may be kept. */
export function withoutSecrets(values: Draft, except: readonly string[]): Draft {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !except.includes(name) && !secretWords.test(name)),
  );
}
