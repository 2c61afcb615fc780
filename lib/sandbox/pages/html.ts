/** Markup that may go out as it is. Only `html` makes it. */
export interface Html {
  readonly markup: string;
}

export type HtmlValue = string | number | Html | null | false | readonly HtmlValue[];

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template whose every value is escaped, unless it is markup itself; lists are joined, `null` and `false` vanish. */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  const markup = parts
    .map((part, index) => part + (index < values.length ? render(values[index] ?? null) : ""))
    .join("");
  return { markup };
}

function render(value: HtmlValue): string {
  if (value === null || value === false) return "";
  if (Array.isArray(value)) return value.map(render).join("");
  if (typeof value === "object") return (value as Html).markup;
  return String(value).replace(/[&<>"']/g, (sign) => entities[sign] ?? "");
}
