import * as icons from "simple-icons";
import { providerMarks } from "./provider-marks.ts";

const otherNames: Record<string, string> = { "google-health": "google" };

/** The content of `public/provider-marks.svg`: one symbol a provider, in its own colourless shape. */
export function renderProviderMarks(): string {
  const bySlug = new Map(Object.values(icons).map((icon) => [icon.slug, icon]));
  const symbols = [...providerMarks].map((provider) => {
    const icon = bySlug.get(otherNames[provider] ?? provider);
    if (!icon) throw new Error(`simple-icons has no mark for ${provider}`);
    return `<symbol id="${provider}" viewBox="0 0 24 24"><path d="${icon.path}"/></symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}
