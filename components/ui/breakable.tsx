import { Fragment } from "react";

/** Long addresses break after their separators first. `<wbr>` is no character, so copying gives the exact text. */
export function Breakable({ text }: { text: string }) {
  const parts = text.split(/(?<=[/?&=])(?![/?&=])/);
  return parts.map((part, index) => (
    <Fragment key={parts.slice(0, index).join("").length}>
      {index > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ));
}
