"use client";

import { Check } from "lucide-react";
import { useId, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { compareUris, type UriComparison } from "#lib/core/compare-uris.ts";
import { Field, FieldError } from "./field.tsx";
import { Input } from "./input.tsx";

/** Our address against the one that somebody copied at the provider, with what differs marked. Nothing leaves the page. */
export function CompareUri({ uri }: { uri: string }) {
  const t = useTranslations("ui.compare");
  const [text, setText] = useState("");
  const resultId = useId();
  const found = text.trim() === "" ? null : compareUris(uri, text);
  return (
    <div className="grid gap-2.5">
      <Field label={t("label")} hint={t("hint")}>
        {(control) => (
          <Input
            {...control}
            isMono
            autoComplete="off"
            inputMode="url"
            value={text}
            placeholder="https://"
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div role="status" className="grid gap-2.5 empty:hidden">
        {text.trim() === "" ? null : found === null ? (
          <FieldError id={resultId}>{t("noAddress")}</FieldError>
        ) : found.isSame ? (
          <p className="flex items-center gap-1.5 font-medium text-ok">
            <Check aria-hidden className="size-4" />
            {t("same")}
          </p>
        ) : (
          <Differences found={found} />
        )}
      </div>
    </div>
  );
}

function Differences({ found }: { found: UriComparison }) {
  const t = useTranslations("ui.compare");
  const format = useFormatter();
  const parts = format.list(found.differences.map((part) => t(`part.${part}`)));
  return (
    <>
      <p className="font-medium text-bad">
        {found.isOnlyCase ? t("differsInCase", { parts }) : t("differs", { parts })}
      </p>
      <Line label={t("ours")} segments={found.ours} />
      <Line label={t("theirs")} segments={found.theirs} />
    </>
  );
}

function Line({ label, segments }: { label: string; segments: UriComparison["ours"] }) {
  return (
    <div>
      <p className="text-sm text-ink-3">{label}</p>
      <code className="block rounded-md border bg-raised px-3 py-1.5 text-sm wrap-anywhere text-ink">
        {segments.map(({ text, isDifferent }, index) => {
          const key = `${index}-${text}`;
          if (!isDifferent) return <span key={key}>{text}</span>;
          return (
            <mark
              key={key}
              className="rounded-sm bg-bad-soft px-0.5 font-medium text-bad underline decoration-2"
            >
              {text || "∅"}
            </mark>
          );
        })}
      </code>
    </div>
  );
}
