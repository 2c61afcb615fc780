"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import type { RawAnswer } from "#lib/browser/raw-fetch.ts";
import { UPSTREAM_MS_HEADER } from "#lib/gateway/contract.ts";

const SHOWN_BYTES = 200_000;

/** What the provider answered: status, time, headers, body. */
export function TryItAnswer({ answer, provider }: { answer: RawAnswer; provider: string }) {
  const t = useTranslations("gateway");
  const upstreamMs = answer.headers.find(([name]) => name === UPSTREAM_MS_HEADER.toLowerCase())?.[1];
  const tone = answer.status < 300 ? "ok" : answer.status < 400 ? "neutral" : "bad";
  return (
    <section aria-label={t("answer")} className="grid gap-3">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone}>{t("answered", { provider, status: answer.status })}</Badge>
        <span className="text-sm text-ink-3">
          {upstreamMs ? t("upstreamTime", { ms: Number(upstreamMs) }) : null}{" "}
          {t("totalTime", { ms: Math.round(answer.totalMs) })}
        </span>
      </p>
      <Suspense>
        <AnswerBody answer={answer} />
      </Suspense>
      <details className="text-sm text-ink-2">
        <summary className="w-fit cursor-pointer rounded-sm py-0.5 hover:text-ink">
          {t("answerHeaders", { count: answer.headers.length })}
        </summary>
        <CodeBlock
          className="mt-2"
          label={t("headers")}
          code={answer.headers.map(([name, value]) => `${name}: ${value}`).join("\n")}
        />
      </details>
    </section>
  );
}

function AnswerBody({ answer }: { answer: RawAnswer }) {
  const t = useTranslations("gateway");
  const { data: text } = useSuspenseQuery({
    queryKey: ["gateway", "answer", answer.totalMs],
    queryFn: () => (isText(answer.contentType) ? answer.body.slice(0, SHOWN_BYTES).text() : ""),
    gcTime: 0,
  });
  if (answer.body.size === 0) return <p className="text-ink-3">{t("emptyBody")}</p>;
  if (!isText(answer.contentType))
    return (
      <p className="text-ink-3">
        {t("binary", { type: answer.contentType || "?", bytes: answer.body.size })}
      </p>
    );
  return (
    <>
      <CodeBlock
        label={t("responseBody")}
        code={pretty(text, answer.contentType)}
        className="max-h-120 overflow-y-auto"
      />
      {answer.body.size > SHOWN_BYTES ? (
        <p className="text-sm text-ink-3">{t("cut", { bytes: answer.body.size })}</p>
      ) : null}
    </>
  );
}

function isText(contentType: string): boolean {
  return contentType === "" || /^text\/|json|xml|javascript|x-www-form-urlencoded/i.test(contentType);
}

function pretty(text: string, contentType: string): string {
  if (!/json/i.test(contentType)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
