import { Secret } from "#lib/core/secret.ts";

const alphabets = ["0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const MIN_LENGTH = 16;

/**
 * A random secret in the shape of a real one, so that a provider which looks at the form first takes both alike:
 * digits stay digits, letters stay letters, the rest stays. Never the real one.
 */
export function madeUpSecret(real: Secret<string>): Secret<string> {
  const text = real.reveal();
  const random = [...text].map(randomLike).join("");
  return new Secret(random === text || text.length < MIN_LENGTH ? random + randomText(MIN_LENGTH) : random);
}

function randomLike(character: string): string {
  const alphabet = alphabets.find((letters) => letters.includes(character));
  return alphabet === undefined ? character : pick(alphabet);
}

function randomText(length: number): string {
  return Array.from({ length }, () => pick(alphabets.join(""))).join("");
}

function pick(alphabet: string): string {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return alphabet[value % alphabet.length] ?? "";
}
