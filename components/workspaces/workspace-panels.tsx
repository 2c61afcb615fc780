"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { TextField } from "#components/form/text-field.tsx";
import { useZodForm } from "#components/form/use-zod-form.ts";
import { Panel } from "#components/ui/panel.tsx";
import { toast } from "#components/ui/toast.tsx";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { switchWorkspace } from "#lib/browser/switch-workspace.ts";
import {
  type CreateWorkspace,
  createWorkspaceSchema,
  ownWorkspaceSchema,
  workspaceSchema,
} from "#lib/workspaces/contract.ts";

/** Renames the workspace; its slug stays. */
export function RenameWorkspacePanel({ name, slug }: { name: string; slug: string }) {
  const t = useTranslations("workspaces.workspace");
  const router = useRouter();
  const form = useZodForm(createWorkspaceSchema, { defaultValues: { name } });
  const rename = useMutation({
    mutationFn: (body: CreateWorkspace) =>
      apiFetch("/api/workspace", { method: "PATCH", body, schema: workspaceSchema }),
  });
  return (
    <Panel className="max-w-xl" title={t("renameTitle")} description={t("renameDetail", { slug })}>
      <Form
        form={form}
        aria-label={t("renameTitle")}
        className="grid gap-4"
        onSubmit={async (values) => {
          const saved = await rename.mutateAsync(values);
          form.reset({ name: saved.name });
          router.refresh();
          toast(t("renamed", { name: saved.name }));
        }}
      >
        <ErrorSummary />
        <TextField control={form.control} name="name" label={t("name")} isRequired maxLength={80} />
        <div>
          <SubmitButton>{t("rename")}</SubmitButton>
        </div>
      </Form>
    </Panel>
  );
}

/** Creates another workspace and goes there. */
export function CreateWorkspacePanel() {
  const t = useTranslations("workspaces.workspace");
  const form = useZodForm(createWorkspaceSchema, { defaultValues: { name: "" } });
  const create = useMutation({
    mutationFn: (body: CreateWorkspace) =>
      apiFetch("/api/workspaces", { method: "POST", body, schema: ownWorkspaceSchema }),
  });
  return (
    <Panel className="mt-5 max-w-xl" title={t("createTitle")} description={t("createDetail")}>
      <Form
        form={form}
        aria-label={t("createTitle")}
        className="grid gap-4"
        onSubmit={async (values) => switchWorkspace((await create.mutateAsync(values)).id)}
      >
        <ErrorSummary />
        <TextField control={form.control} name="name" label={t("name")} isRequired maxLength={80} />
        <div>
          <SubmitButton>{t("create")}</SubmitButton>
        </div>
      </Form>
    </Panel>
  );
}
