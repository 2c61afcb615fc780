"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { ApiOperation } from "#lib/apis/contract.ts";
import { rawFetch } from "#lib/browser/raw-fetch.ts";
import type { Connection } from "#lib/connections/contract.ts";
import { ORIGIN_HEADER } from "#lib/gateway/contract.ts";
import { ConnectionPicker } from "./connection-picker.tsx";
import { OperationFields } from "./operation-fields.tsx";
import { OperationPicker } from "./operation-picker.tsx";
import { initialValues, missingParameters, type ParameterValues, toRequest } from "./operation-request.ts";
import { useUsableConnections } from "./queries.ts";
import { RequestFields } from "./request-fields.tsx";
import { TryItAnswer } from "./try-it-answer.tsx";
import { isBadLine, parseHeaders, type TryItValues, toCurl, toForwardBody } from "./try-it-request.ts";

interface TryItProps {
  origin: string;
  integration: { id: string; slug: string; displayName: string };
  /** Where the page begins; another one of the integration can be chosen. */
  connection: Pick<Connection, "id" | "apiBaseUri" | "canWrite">;
  /** A path that is known to answer, to start from. */
  examplePath?: string;
  /** The custom API whose operations are offered; `null` where only paths are known. */
  apiId?: string | null;
}

interface Chosen {
  operation: ApiOperation;
  parameters: ParameterValues;
}

/** Calls the provider through the gateway with this connection, exactly as software would. */
export function TryIt(props: TryItProps) {
  const { origin, integration, examplePath = "/", apiId = null } = props;
  const t = useTranslations("gateway");
  const [connectionId, setConnectionId] = useState(props.connection.id);
  const connections = useUsableConnections(integration.id).data?.items ?? [];
  const { apiBaseUri, canWrite } = connections.find(({ id }) => id === connectionId) ?? props.connection;
  const [values, setValues] = useState<TryItValues>({
    method: "GET",
    url: examplePath,
    headers: "",
    data: "",
  });
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const parsed = parseHeaders(values.headers);
  const headers = isBadLine(parsed) ? {} : parsed;
  const send = useSend(integration.id, () => toForwardBody(values, headers, connectionId));

  function fill(operation: ApiOperation, parameters: ParameterValues, data?: string) {
    const request = toRequest(operation, parameters);
    setChosen({ operation, parameters });
    setValues({ ...request, data: data ?? request.data });
    setMissing((before) => before.filter((key) => !parameters[key]?.trim()));
  }

  function submit() {
    const lacking = chosen ? missingParameters(chosen.operation, chosen.parameters) : [];
    setMissing(lacking);
    // A path that was completed by hand is as good as one from the fields.
    if (!isBadLine(parsed) && (lacking.length === 0 || !chosen || values.url !== pathOf(chosen)))
      send.mutate();
  }

  return (
    <Panel title={t("title")} description={t("description", { base: apiBaseUri })}>
      <form
        aria-label={t("title")}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ConnectionPicker connections={connections} value={connectionId} onValueChange={setConnectionId} />
        {canWrite ? null : <Notice>{t("readOnly")}</Notice>}
        {apiId === null ? null : (
          <OperationPicker
            apiId={apiId}
            value={chosen?.operation ?? null}
            onPick={(operation) => {
              setMissing([]);
              fill(operation, initialValues(operation));
            }}
          />
        )}
        {chosen ? (
          <OperationFields
            operation={chosen.operation}
            values={chosen.parameters}
            missing={missing}
            onChange={(parameters) => fill(chosen.operation, parameters, values.data)}
          />
        ) : null}
        <RequestFields
          values={values}
          badHeader={isBadLine(parsed) ? parsed.badLine : null}
          onChange={(change) => setValues({ ...values, ...change })}
        />
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

function pathOf({ operation, parameters }: Chosen): string {
  return toRequest(operation, parameters).url;
}

// A call may renew the token or find the connection dead: whatever else the page shows is asked anew.
function useSend(integrationId: string, body: () => ReturnType<typeof toForwardBody>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      rawFetch(`/api/integrations/${integrationId}/request`, body(), {
        isOurs: (answered) => answered.get(ORIGIN_HEADER) !== "provider",
      }),
    onSettled: () =>
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "gateway" }),
  });
}
