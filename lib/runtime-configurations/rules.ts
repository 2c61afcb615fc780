import type { SurroundingWords } from "#lib/core/surrounding.ts";

export const words: SurroundingWords = { one: "runtime configuration", many: "runtime configurations" };
