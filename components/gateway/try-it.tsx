"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { rawFetch } from "#lib/browser/raw-fetch.ts";
import { gatewayMethods, ORIGIN_HEADER } from "#lib/gateway/contract.ts";
import { TryItAnswer } from "./try-it-answer.tsx";
import { isBadLine, parseHeaders, type TryItValues, toCurl, toForwardBody } from "./try-it-request.ts";

interface TryItProps {
  origin: string;
  integration: { id: string; slug: string; displayName: string };
  connectionId: string;
  apiBaseUri: string;
  /** A path that is known to answer, to start from. */
  examplePath?: string;
}

/** Calls the provider through the gateway with this connection, exactly as software would. */
export function TryIt({ origin, integration, connectionId, apiBaseUri, examplePath = "/" }: TryItProps) {
  const t = useTranslations("gateway");
  const [values, setValues] = useState<TryItValues>({
    method: "GET",
    url: examplePath,
    headers: "",
    data: "",
  });
  const client = useQueryClient();
  const parsed = parseHeaders(values.headers);
  const headers = isBadLine(parsed) ? {} : parsed;
  const send = useMutation({
    mutationFn: () =>
      rawFetch(`/api/integrations/${integration.id}/request`, toForwardBody(values, headers, connectionId), {
        isOurs: (answered) => answered.get(ORIGIN_HEADER) !== "provider",
      }),
    // A call may renew the token or find the connection dead: whatever else the page shows is asked anew.
    onSettled: () =>
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "gateway" }),
  });
  const set = (change: Partial<TryItValues>) => setValues({ ...values, ...change });
  const hasBody = !["GET", "HEAD"].includes(values.method);

  return (
    <Panel title={t("title")} description={t("description", { base: apiBaseUri })}>
      <form
        aria-label={t("title")}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBadLine(parsed)) send.mutate();
        }}
      >
        <div className="grid items-start gap-4 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
          <Field label={t("method")}>
            {(control) => (
              <Select
                {...control}
                value={values.method}
                onValueChange={(method) => set({ method })}
                options={gatewayMethods.map((value) => ({ value: value as string, label: value }))}
              />
            )}
          </Field>
          <Field label={t("path")} hint={t("pathHint")}>
            {(control) => (
              <Input
                {...control}
                isMono
                value={values.url}
                onChange={(event) => set({ url: event.target.value })}
              />
            )}
          </Field>
        </div>
        <Field
          label={t("headers")}
          hint={t("headersHint")}
          isOptional
          error={isBadLine(parsed) ? t("badHeader", { line: parsed.badLine }) : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              isMono
              rows={2}
              value={values.headers}
              onChange={(event) => set({ headers: event.target.value })}
            />
          )}
        </Field>
        {hasBody ? (
          <Field label={t("body")} hint={t("bodyHint")} isOptional>
            {(control) => (
              <Textarea
                {...control}
                isMono
                rows={5}
                value={values.data}
                onChange={(event) => set({ data: event.target.value })}
              />
            )}
          </Field>
        ) : null}
        <div className="flex justify-end">
          <Button type="submit" variant="primary" icon={<Play aria-hidden />} isPending={send.isPending}>
            {t("send")}
          </Button>
        </div>
      </form>
      <div className="mt-5 grid gap-4">
        {send.isError ? <ErrorNotice error={send.error} /> : null}
        {send.data && !send.isPending ? (
          <TryItAnswer answer={send.data} provider={integration.displayName} />
        ) : null}
        <CodeBlock
          label={t("curl")}
          code={toCurl(values, headers, { origin, slug: integration.slug, connectionId })}
        />
      </div>
    </Panel>
  );
}
