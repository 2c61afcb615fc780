"use client";

import { AlertDialog as BaseAlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactElement, type ReactNode, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { dialogFrameClass, dialogPopupClass, dialogScrimClass, dialogViewportClass } from "./dialog-class.ts";
import { ErrorNotice } from "./error-notice.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";
import { PopupContainer } from "./popup-container.tsx";

interface AlertDialogProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactElement;
  /** The act as a question or a sentence: "Disconnect ops@northwind.com?" */
  title: ReactNode;
  description?: ReactNode;
  /** What hangs on it, fetched live: connections, people, last use. */
  blastRadius?: ReactNode;
  /** Must be typed before the button works. For acts that something depends on. */
  confirmText?: string;
  /** Names the act: "Disconnect", never "OK". */
  actionLabel: ReactNode;
  /** Does it. The dialog closes when it resolves; when it throws, the error stands in the dialog. */
  onConfirm: () => Promise<unknown> | unknown;
  /** False while the blast radius is still being fetched. */
  isReady?: boolean;
  tone?: "danger" | "primary";
}

/** The last question before an act that cannot be undone. */
export function AlertDialog({ open, onOpenChange, trigger, ...content }: AlertDialogProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const isOpen = open ?? ownOpen;
  const cancel = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);

  function setOpen(next: boolean) {
    setOwnOpen(next);
    onOpenChange?.(next);
  }

  return (
    <BaseAlertDialog.Root open={isOpen} onOpenChange={setOpen}>
      {trigger ? <BaseAlertDialog.Trigger render={trigger} /> : null}
      <BaseAlertDialog.Portal>
        <BaseAlertDialog.Backdrop className={dialogScrimClass} />
        <BaseAlertDialog.Viewport className={dialogViewportClass}>
          <BaseAlertDialog.Popup
            initialFocus={content.confirmText ? field : cancel}
            className={cn(dialogPopupClass, "sm:max-w-lg")}
          >
            <PopupContainer>
              {(home) => (
                <div className={dialogFrameClass}>
                  <AlertDialogContent
                    {...content}
                    cancelRef={cancel}
                    fieldRef={field}
                    onDone={() => setOpen(false)}
                  />
                  {home}
                </div>
              )}
            </PopupContainer>
          </BaseAlertDialog.Popup>
        </BaseAlertDialog.Viewport>
      </BaseAlertDialog.Portal>
    </BaseAlertDialog.Root>
  );
}

interface AlertDialogContentProps extends Omit<AlertDialogProps, "open" | "onOpenChange" | "trigger"> {
  cancelRef: React.RefObject<HTMLButtonElement | null>;
  fieldRef: React.RefObject<HTMLInputElement | null>;
  onDone: () => void;
}

function AlertDialogContent(props: AlertDialogContentProps) {
  const {
    title,
    description,
    blastRadius,
    confirmText,
    actionLabel,
    onConfirm,
    isReady = true,
    tone = "danger",
  } = props;
  const t = useTranslations("ui");
  const [typed, setTyped] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isBlocked = !isReady || (confirmText !== undefined && typed.trim() !== confirmText);

  async function confirm() {
    if (isBlocked || isPending) return;
    setIsPending(true);
    setError(null);
    try {
      await onConfirm();
      props.onDone();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setIsPending(false);
    }
  }

  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void confirm();
      }}
    >
      <div className="grid min-h-0 gap-4 overflow-y-auto px-5 pt-4.5 pb-5">
        <div>
          <BaseAlertDialog.Title className="text-lg font-semibold text-ink">{title}</BaseAlertDialog.Title>
          {description ? (
            <BaseAlertDialog.Description className="mt-1 text-ink-2">
              {description}
            </BaseAlertDialog.Description>
          ) : null}
        </div>
        {blastRadius ? (
          <div className="rounded-lg border border-line-strong bg-raised px-4 py-3 text-ink-2">
            {blastRadius}
          </div>
        ) : null}
        {confirmText === undefined ? null : (
          <Field
            label={t.rich("typeToConfirm", {
              text: confirmText,
              code: (chunks) => <code className="select-all">{chunks}</code>,
            })}
          >
            {(control) => (
              <Input
                {...control}
                ref={props.fieldRef}
                isMono
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        )}
        {error ? <ErrorNotice error={error} /> : null}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3.5">
        <BaseAlertDialog.Close
          ref={props.cancelRef}
          render={<Button variant="quiet">{t("cancel")}</Button>}
        />
        <Button type="submit" variant={tone} disabled={isBlocked} isPending={isPending}>
          {actionLabel}
        </Button>
      </footer>
    </form>
  );
}
