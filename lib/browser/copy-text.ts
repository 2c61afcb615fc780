/** Copies text; answers whether it worked. Plain http has no clipboard API, so an old way stands behind it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const holder = document.createElement("textarea");
  holder.value = text;
  holder.setAttribute("aria-hidden", "true");
  holder.className = "sr-only";
  const focused = document.activeElement;
  const host = focused?.closest("[role=dialog],[role=alertdialog]") ?? document.body;
  host.append(holder);
  holder.select();
  const isCopied = document.execCommand("copy");
  holder.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
