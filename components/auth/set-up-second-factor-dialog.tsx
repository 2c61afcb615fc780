"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { PasswordField } from "#components/form/password-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import {
  confirmSecondFactorSchema,
  provePasswordSchema,
  recoveryCodesSchema,
  type SecondFactorKey,
  secondFactorKeySchema,
} from "#lib/auth/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodeList } from "./recovery-code-list.tsx";

/** Password, then the key and a first code, then the recovery codes. */
export function SetUpSecondFactorDialog({ onDone }: { onDone: () => void }) {
  const t = useTranslations("auth.secondFactor");
  const [isOpen, setIsOpen] = useState(false);
  const [key, setKey] = useState<SecondFactorKey | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  function change(next: boolean) {
    setIsOpen(next);
    if (next) return;
    if (codes) onDone();
    setKey(null);
    setCodes(null);
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      trigger={<Button variant="primary">{t("setUp")}</Button>}
      title={codes ? t("codesTitle") : t("setUpTitle")}
      description={codes || key ? undefined : t("setUpDetail")}
    >
      {codes ? (
        <RecoveryCodeList codes={codes} />
      ) : key ? (
        <ConfirmForm secondFactor={key} onConfirmed={setCodes} />
      ) : (
        <StartForm onStarted={setKey} />
      )}
    </Dialog>
  );
}

function StartForm({ onStarted }: { onStarted: (key: SecondFactorKey) => void }) {
  const t = useTranslations("auth.secondFactor");
  const form = useZodForm(provePasswordSchema, { defaultValues: { password: "" } });
  return (
    <Form
      form={form}
      aria-label={t("setUpTitle")}
      className="grid gap-4"
      onSubmit={async (body) =>
        onStarted(
          await apiFetch("/api/second-factor", { method: "POST", body, schema: secondFactorKeySchema }),
        )
      }
    >
      <ErrorSummary />
      <PasswordField
        control={form.control}
        name="password"
        label={t("password")}
        autoComplete="current-password"
        isRequired
      />
      <Buttons act={t("continue")} />
    </Form>
  );
}

interface ConfirmFormProps {
  secondFactor: SecondFactorKey;
  onConfirmed: (codes: readonly string[]) => void;
}

function ConfirmForm({ secondFactor: { key, uri }, onConfirmed }: ConfirmFormProps) {
  const t = useTranslations("auth.secondFactor");
  const form = useZodForm(confirmSecondFactorSchema, { defaultValues: { code: "" } });
  const path = "/api/second-factor/confirmation";
  return (
    <Form
      form={form}
      aria-label={t("setUpTitle")}
      className="grid gap-4"
      onSubmit={async (body) => {
        const answer = await apiFetch(path, { method: "POST", body, schema: recoveryCodesSchema });
        onConfirmed(answer.recoveryCodes);
      }}
    >
      <ErrorSummary />
      <p className="text-ink-2">{t("scan")}</p>
      <QrCode text={uri} label={t("qr")} />
      <CopyField
        value={key.replace(/(.{4})(?=.)/g, "$1 ")}
        label={t("key")}
        copyLabel={t("copyKey")}
        isLabelled
      />
      <TextField
        control={form.control}
        name="code"
        label={t("firstCode")}
        autoComplete="one-time-code"
        isMono
        isRequired
      />
      <Buttons act={t("switchOn")} />
    </Form>
  );
}

function Buttons({ act }: { act: string }) {
  const t = useTranslations("auth.secondFactor");
  return (
    <div className="flex justify-end gap-2">
      <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
      <SubmitButton>{act}</SubmitButton>
    </div>
  );
}
