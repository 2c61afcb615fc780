"use client";

import { CircleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { useFormState } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { listErrors } from "./error-list.ts";
import { fieldId, useFormFrame } from "./form-context.ts";

/** After a refused submit: what needs another look, with a link to each field. Takes the focus. */
export function ErrorSummary({ className }: { className?: string }) {
  const t = useTranslations("form");
  const { formId, failure, refusals, labels } = useFormFrame();
  const { errors } = useFormState();
  const box = useRef<HTMLDivElement>(null);
  const focusedAt = useRef(0);
  const items = listErrors(errors);

  // The errors and the refusal arrive in separate renders: wait for the box, then focus it once a refusal.
  useEffect(() => {
    if (refusals === focusedAt.current || !box.current) return;
    focusedAt.current = refusals;
    box.current.focus();
  });

  if (refusals === 0 || (items.length === 0 && !failure)) return null;
  return (
    <div ref={box} tabIndex={-1} className={`grid gap-3 outline-offset-4 ${className ?? ""}`}>
      {failure ? <ErrorNotice error={failure} /> : null}
      {items.length > 0 ? (
        <section role="alert" className="rounded-lg border border-bad/35 bg-bad-soft/60 px-4 py-3">
          <h2 className="flex items-center gap-2 font-medium text-ink">
            <CircleAlert aria-hidden className="size-4 text-bad" />
            {t("summaryTitle", { count: items.length })}
          </h2>
          <ul className="mt-1 grid pl-6">
            {items.map(({ name, message }) => (
              <li key={name}>
                <a
                  href={`#${fieldId(formId, name)}`}
                  className="link inline-block min-h-6 text-bad"
                  onClick={(event) => focusField(event, fieldId(formId, name))}
                >
                  {labels.has(name) ? <>{labels.get(name)}: </> : null}
                  {message}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function focusField(event: React.MouseEvent, id: string): void {
  const target = document.getElementById(id);
  if (!target) return;
  event.preventDefault();
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
}
