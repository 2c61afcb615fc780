import { Fragment } from "react";

/** A sentence whose parts between backticks are for machines. */
export function InlineCode({ text }: { text: string }) {
  const parts = text
    .split("`")
    .map((part, index) => ({ part, isCode: index % 2 === 1, key: `${index}-${part}` }));
  return parts.map(({ part, isCode, key }) =>
    isCode ? (
      <code key={key} className="wrap-anywhere text-ink">
        {part}
      </code>
    ) : (
      <Fragment key={key}>{part}</Fragment>
    ),
  );
}
