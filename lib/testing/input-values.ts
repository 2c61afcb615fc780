/** Numbers from 0 to 1, the same for the same seed. */
export type Random = () => number;

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

const texts = [
  ...[
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\udfff\ud800",
    "\u202eevil",
    "\u001b[31mred",
    "a\r\nX-Injected: 1",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "null",
    "undefined",
    "NaN",
    "-Infinity",
    "true",
    "[object Object]",
  ],
  ...[
    "' OR 1=1 --",
    "$1",
    "%s%n",
    "{{7*7}}",
    "#{7*7}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\\\\x\\y",
  ],
  ...[
    "1e999",
    "-1",
    "0",
    "9007199254740993",
    "1.5",
    "0x10",
    "１２",
    "+275760-09-13T00:00:00.000Z",
    "2026-13-45",
  ],
  ...[
    "0001-01-01T00:00:00Z",
    "-271821-04-20T00:00:00.000Z",
    "javascript:alert(1)",
    "file:/etc/passwd",
    "http://[::1",
  ],
  ...[
    "https://a:b@c",
    "//evil.test",
    "data:,x",
    "https://\u0000",
    "\ufeff",
    "é".normalize("NFD"),
    "🚢".repeat(50),
  ],
  ...["ws-other", "me", "*", "%", "_", "(((((", "[a-", "a{99999}", "x".repeat(300), "9".repeat(400)],
];

/** A text that somebody else's parser trips over. */
export function hostileText(random: Random): string {
  const text = pick(random, texts);
  return random() < 0.02 ? text.padEnd(200_000, "x") : text;
}

/** A value of JSON that is not what a field wants. */
export function hostileValue(random: Random): unknown {
  const value = random();
  if (value < 0.45) return hostileText(random);
  return pick<() => unknown>(random, [
    () => null,
    () => true,
    () => -1,
    () => 0,
    () => 1.5,
    () => 2 ** 53,
    () => -(2 ** 63),
    () => 1e308,
    () => [],
    () => [[]],
    () => [hostileText(random), hostileText(random)],
    () => Array.from({ length: 2_000 }, () => "x"),
    () => ({}),
    () => ({ not: "" }),
    () => ({ startsWith: "", contains: "" }),
    () => ({ gt: "", set: null, increment: 1 }),
    () => ({ constructor: { prototype: { isAdmin: true } } }),
    () => JSON.parse(`{"toString":"x","valueOf":1,"toJSON":null,"then":"x","length":-1}`),
    () => nested(pick(random, [40, 400])),
  ])();
}

function nested(depth: number): unknown {
  let value: unknown = "x";
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A document made of a right one: one of its values is another, or it is not the text that it should be. */
export function corruptJson(random: Random, right: unknown): Buffer {
  const text = JSON.stringify(right ?? {});
  const how = random();
  if (how < 0.5) return Buffer.from(JSON.stringify(replaceOne(random, right)) ?? "null");
  return pick<() => Buffer>(random, [
    () => Buffer.alloc(0),
    () => Buffer.from(text.slice(0, Math.floor(random() * text.length))),
    () => Buffer.from(text.replace("{", '{"__proto__":{"isAdmin":true},')),
    () => Buffer.from(text.replace("{", `{"constructor":{"prototype":{}},`)),
    () => Buffer.from(text.replace("{", `${text.slice(0, -1)},`)),
    () => Buffer.from(text.replace(/"([^"]*)"(?=[,}\]])/, '"\\ud800$1"')),
    () => Buffer.from(text.replace(/"([^"]*)"(?=[,}\]])/, '"\\u0000$1"')),
    () => Buffer.from(text.replace(/:("[^"]*"|\d+)/, ":1e999")),
    () => Buffer.from(text.replace(/:("[^"]*"|\d+)/, `:${"9".repeat(5_000)}`)),
    () =>
      Buffer.concat([
        Buffer.from(text.slice(0, 3)),
        Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
        Buffer.from(text.slice(3)),
      ]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
    () => Buffer.from(text, "utf16le"),
    () => Buffer.from("[".repeat(10_000) + "]".repeat(10_000)),
    () => Buffer.from(`{"a":`.repeat(10_000)),
    () => Buffer.from(JSON.stringify([right])),
    () => Buffer.from(JSON.stringify(text)),
    () =>
      Buffer.from(
        pick(random, ["null", "true", "0", "-0", '""', "[]", "NaN", "undefined", "{}{}", "{'a':1}"]),
      ),
    () => Buffer.from(JSON.stringify({ ...(right as object), ...manyFields() })),
    () => Buffer.from(JSON.stringify({ x: "x".repeat(pick(random, [1_100_000, 5_000_000])) })),
    () => Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256))),
    () => Buffer.from("a=1&b[]=2&__proto__[x]=1"),
    () => Buffer.from('--x\r\nContent-Disposition: form-data; name="document"; filename="\u0000"\r\n\r\n{'),
  ])();
}

function manyFields(): Record<string, number> {
  return Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`k${index}`, index]));
}

// Somewhere in it, at any depth; now and then a field that the contract does not know, or one less.
function replaceOne(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random() < 0.1) return hostileValue(random);
  if (Array.isArray(value)) {
    const at = Math.floor(random() * value.length);
    return value.length === 0 ? [hostileValue(random)] : value.with(at, replaceOne(random, value[at]));
  }
  const names = Object.keys(value);
  const entries = Object.entries(value);
  if (names.length === 0 || random() < 0.15) return { ...value, [hostileText(random)]: hostileValue(random) };
  const name = pick(random, names);
  if (random() < 0.1) return Object.fromEntries(entries.filter(([key]) => key !== name));
  return { ...value, [name]: replaceOne(random, (value as Record<string, unknown>)[name]) };
}
