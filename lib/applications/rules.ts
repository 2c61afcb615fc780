import type { SurroundingWords } from "#lib/core/surrounding.ts";

export const words: SurroundingWords = { one: "application", many: "applications" };
