"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SecretField } from "#components/form/secret-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.tsx";
import { readProblem } from "#lib/browser/problem-error.ts";
import { keyInputSchema, passwordInputSchema } from "#lib/connections/contract.ts";
import { type EnteredCredential, useConnect } from "./queries.ts";

export interface KeyTarget {
  integrationId: string;
  /** Replace what this connection holds. */
  connectionId?: string;
  provider: string;
  /** What the provider calls its keys. */
  keyLabel: string | null;
}

interface KeyFormProps {
  target: KeyTarget;
  onDone?: () => void;
}

/** One key, tried at the provider before it is kept. */
export function KeyForm({ target, onDone }: KeyFormProps) {
  const t = useTranslations("connections.key");
  const entry = useEntry(target, onDone);
  const form = useZodForm(keyInputSchema, { defaultValues: { apiKey: "" } });
  return (
    <Form form={form} aria-label={t("enter")} className="grid gap-4" onSubmit={entry.save}>
      <ErrorSummary />
      <OtherAccount entry={entry} />
      <SecretField
        control={form.control}
        name="apiKey"
        label={target.keyLabel ?? t("label")}
        hint={t("hint", { provider: target.provider })}
        isRequired
      />
      <div className="flex justify-end">
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}

/** A user name with its password, tried and kept in the same way. */
export function PasswordForm({ target, onDone }: KeyFormProps) {
  const t = useTranslations("connections.key");
  const entry = useEntry(target, onDone);
  const form = useZodForm(passwordInputSchema, { defaultValues: { username: "", password: "" } });
  return (
    <Form form={form} aria-label={t("enterPassword")} className="grid gap-4" onSubmit={entry.save}>
      <ErrorSummary />
      <OtherAccount entry={entry} />
      <TextField control={form.control} name="username" label={t("username")} isRequired isMono />
      <SecretField
        control={form.control}
        name="password"
        label={t("password")}
        hint={t("hint", { provider: target.provider })}
      />
      <div className="flex justify-end">
        <SubmitButton>{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}

/** Sends what was entered; what turns out to be another account's is kept in mind until the switch is confirmed. */
function useEntry(target: KeyTarget, onDone?: () => void) {
  const t = useTranslations("connections.key");
  const connect = useConnect(target);
  const [other, setOther] = useState<EnteredCredential | null>(null);

  async function send(entered: EnteredCredential, allowSwitch: boolean) {
    await connect.mutateAsync({ entered, allowSwitch });
    setOther(null);
    toast(target.connectionId ? t("replaced") : t("saved"));
    onDone?.();
  }

  async function save(entered: EnteredCredential) {
    setOther(null);
    try {
      await send(entered, false);
    } catch (error) {
      if (readProblem(error)?.document.flowFailure !== "another-account") throw error;
      setOther(entered);
    }
  }

  return {
    save,
    other,
    switchOver: () => (other ? send(other, true) : undefined),
    isPending: connect.isPending,
  };
}

function OtherAccount({ entry }: { entry: ReturnType<typeof useEntry> }) {
  const t = useTranslations("connections");
  if (!entry.other) return null;
  return (
    <Notice
      tone="warn"
      isAnnounced
      title={t("key.otherTitle")}
      action={
        <Button size="sm" isPending={entry.isPending} onClick={() => void entry.switchOver()}>
          {t("connect.switch")}
        </Button>
      }
    >
      {t("connect.switchMeans")}
    </Notice>
  );
}
