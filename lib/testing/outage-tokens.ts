/*
 * Tokens that tell by themselves whose they are and when they expire, so that the drill's API needs no table:
 * `at.<connection>.<expiry in ms>` on the provider's clock, `rt.<connection>.<generation>`.
 */

/** How long the drill's access tokens live. */
export const LIFE_SECONDS = 3_600;

export interface AccessFacts {
  name: string;
  expiresMs: number;
}

export interface RefreshFacts {
  name: string;
  generation: number;
}

export function accessText({ name, expiresMs }: AccessFacts): string {
  return `at.${name}.${Math.round(expiresMs)}`;
}

export function readAccess(text: string | undefined): AccessFacts | null {
  const [, name, expiresMs] = /^at\.([a-z]-\d+)\.(\d+)$/.exec(text ?? "") ?? [];
  return name === undefined ? null : { name, expiresMs: Number(expiresMs) };
}

export function refreshText({ name, generation }: RefreshFacts): string {
  return `rt.${name}.${generation}`;
}

export function readRefresh(text: string | null): RefreshFacts | null {
  const [, name, generation] = /^rt\.([a-z]-\d+)\.(\d+)$/.exec(text ?? "") ?? [];
  return name === undefined ? null : { name, generation: Number(generation) };
}
