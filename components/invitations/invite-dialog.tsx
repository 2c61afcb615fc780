"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SelectField } from "#components/form/select-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { createInvitationSchema, type IssuedInvitation } from "#lib/invitations/contract.ts";
import { IssuedLink } from "./issued-link.tsx";
import { useCreateInvitation } from "./queries.ts";

/** Invites somebody; afterwards says how they get the link. */
export function InviteDialog({ isOwner }: { isOwner: boolean }) {
  const t = useTranslations("invitations");
  const [isOpen, setIsOpen] = useState(false);
  const [issued, setIssued] = useState<IssuedInvitation | null>(null);

  function change(next: boolean) {
    setIsOpen(next);
    if (!next) setIssued(null);
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={change}
      trigger={<Button variant="primary">{t("invite")}</Button>}
      title={issued ? t("issuedTitle", { email: issued.email }) : t("inviteTitle")}
      description={issued ? undefined : t("inviteDetail")}
    >
      {issued ? <IssuedLink issued={issued} /> : <InviteForm isOwner={isOwner} onIssued={setIssued} />}
    </Dialog>
  );
}

function InviteForm({
  isOwner,
  onIssued,
}: {
  isOwner: boolean;
  onIssued: (issued: IssuedInvitation) => void;
}) {
  const t = useTranslations("invitations");
  const create = useCreateInvitation();
  const form = useZodForm(createInvitationSchema, { defaultValues: { email: "", role: "member" } });
  const roles = isOwner ? (["member", "admin", "owner"] as const) : (["member", "admin"] as const);
  return (
    <Form
      form={form}
      aria-label={t("inviteTitle")}
      className="grid gap-4"
      onSubmit={async (values) => onIssued(await create.mutateAsync(values))}
    >
      <ErrorSummary />
      <TextField
        control={form.control}
        name="email"
        label={t("email")}
        hint={t("emailHint")}
        type="email"
        autoComplete="off"
        isRequired
      />
      <SelectField
        control={form.control}
        name="role"
        label={t("role")}
        hint={t("roleHint")}
        options={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
      />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("invite")}</SubmitButton>
      </div>
    </Form>
  );
}
