"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SelectField } from "#components/form/select-field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { toast } from "#components/ui/toast.tsx";
import { type Member, updateMemberSchema } from "#lib/workspaces/contract.ts";
import { useUpdateMember } from "./member-queries.ts";
import { useRoleOptions } from "./use-role-options.ts";

/** Gives a member another role. */
export function ChangeRoleDialog({ member, isOwner }: { member: Member; isOwner: boolean }) {
  const t = useTranslations("workspaces.members");
  const { id, name, role } = member;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={t("changeRole", { name })} icon={<Pencil aria-hidden />} size="sm" />}
      title={t("changeRoleTitle", { name })}
      description={t("changeRoleDetail", { name })}
    >
      <RoleForm
        key={role}
        id={id}
        name={name}
        role={role}
        isOwner={isOwner}
        onDone={() => setIsOpen(false)}
      />
    </Dialog>
  );
}

interface RoleFormProps extends Pick<Member, "id" | "name" | "role"> {
  isOwner: boolean;
  onDone: () => void;
}

function RoleForm({ id, name, role, isOwner, onDone }: RoleFormProps) {
  const t = useTranslations("workspaces.members");
  const update = useUpdateMember(id);
  const form = useZodForm(updateMemberSchema, { defaultValues: { role } });
  return (
    <Form
      form={form}
      aria-label={t("changeRoleTitle", { name })}
      className="grid gap-4"
      onSubmit={async (values) => {
        await update.mutateAsync(values);
        toast(t("roleChanged", { name, role: t(`roles.${values.role}`) }));
        onDone();
      }}
    >
      <ErrorSummary />
      <SelectField control={form.control} name="role" label={t("role")} options={useRoleOptions(isOwner)} />
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button variant="quiet">{t("cancel")}</Button>} />
        <SubmitButton>{t("changeRoleSubmit")}</SubmitButton>
      </div>
    </Form>
  );
}
