"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { toast } from "#components/ui/toast.tsx";
import { readProblem } from "#lib/browser/problem-error.ts";
import { isTree } from "./json-tree.ts";
import { useCreateOffering } from "./queries.ts";

/** Begins with an export of this or another Mooring: a file, or its text. Every mistake is named by its place. */
export function ImportStart() {
  const t = useTranslations("customOfferings.import");
  const router = useRouter();
  const create = useCreateOffering();
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [unreadable, setUnreadable] = useState("");

  async function submit() {
    create.reset();
    const data = parse(text);
    if (!data) return setUnreadable(t("unreadable"));
    setUnreadable("");
    const offering = await create.mutateAsync({ data, isImport: true });
    toast(t("done", { name: offering.displayName }));
    router.push(`/admin/offerings/${offering.id}` as Route);
  }

  return (
    <Panel
      title={t("title")}
      description={t("description")}
      footer={
        <Button
          variant="primary"
          isPending={create.isPending}
          onClick={() => void submit().catch(() => undefined)}
        >
          {t("action")}
        </Button>
      }
    >
      <div className="grid gap-4">
        <input
          ref={file}
          type="file"
          accept="application/json,.json"
          aria-label={t("file")}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
        />
        <div>
          <Button onClick={() => file.current?.click()}>{t("chooseFile")}</Button>
        </div>
        <Field label={t("text")} hint={t("textHint")} error={unreadable || undefined} isRequired>
          {(control) => (
            <Textarea
              {...control}
              isMono
              rows={10}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {create.error ? <Mistakes error={create.error} /> : null}
      </div>
    </Panel>
  );
}

function Mistakes({ error }: { error: unknown }) {
  const t = useTranslations("customOfferings.import");
  const problem = readProblem(error);
  if (!problem || problem.errors.length === 0) return <ErrorNotice error={error} />;
  return (
    <Notice tone="bad" isAnnounced title={t("mistakes", { count: problem.errors.length })}>
      <ul className="mt-1 grid gap-1">
        {problem.errors.map(({ pointer, detail }) => (
          <li key={`${pointer} ${detail}`}>
            <code className="text-sm wrap-anywhere text-ink">{pointer.replace(/^\/data/, "") || "/"}</code>{" "}
            {detail}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isTree(value) ? value : null;
  } catch {
    return null;
  }
}
