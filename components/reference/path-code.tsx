import { Fragment } from "react";

/** An address, which may break before each of its parts where there is no room. */
export function PathCode({ path }: { path: string }) {
  const parts = path.split("/").slice(1);
  return (
    <code className="wrap-anywhere text-ink">
      {parts.map((part, index) => (
        <Fragment key={parts.slice(0, index + 1).join("/")}>
          <wbr />/{part}
        </Fragment>
      ))}
    </code>
  );
}
