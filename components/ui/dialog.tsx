"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode, RefObject } from "react";
import { useTranslations } from "use-intl";
import { buttonClass } from "./button-class.ts";
import { cn } from "./cn.ts";
import { dialogFrameClass, dialogPopupClass, dialogScrimClass, dialogViewportClass } from "./dialog-class.ts";
import { PopupContainer } from "./popup-container.tsx";

interface DialogProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Opens the dialog; focus comes back to it. Leave out when `open` is held elsewhere. */
  trigger?: ReactElement;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main act last. */
  footer?: ReactNode;
  size?: "md" | "lg";
  /** What takes focus on opening; by default the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null>;
}

const sizes = { md: "sm:max-w-lg", lg: "sm:max-w-3xl" } as const;

/** A task that interrupts the page and can be left with Escape. For destructive acts use `AlertDialog`. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  children,
  footer,
  size = "md",
  initialFocus,
}: DialogProps) {
  const t = useTranslations("ui");
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <BaseDialog.Trigger render={trigger} /> : null}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={dialogScrimClass} />
        <BaseDialog.Viewport className={dialogViewportClass}>
          <BaseDialog.Popup initialFocus={initialFocus} className={cn(dialogPopupClass, sizes[size])}>
            <PopupContainer>
              {(home) => (
                <>
                  <div className={dialogFrameClass}>
                    <header className="px-5 pt-4.5 pr-13">
                      <BaseDialog.Title className="text-lg font-semibold text-ink">{title}</BaseDialog.Title>
                      {description ? (
                        <BaseDialog.Description className="mt-0.5 text-ink-2">
                          {description}
                        </BaseDialog.Description>
                      ) : null}
                    </header>
                    <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-5">{children}</div>
                    {footer ? (
                      <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3.5">
                        {footer}
                      </footer>
                    ) : null}
                  </div>
                  <BaseDialog.Close
                    aria-label={t("close")}
                    className={cn(
                      buttonClass({ variant: "quiet", size: "sm", isSquare: true }),
                      "absolute top-3.5 right-3.5",
                    )}
                  >
                    <X aria-hidden />
                  </BaseDialog.Close>
                  {home}
                </>
              )}
            </PopupContainer>
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** Closes the dialog it stands in: `<DialogClose render={<Button>Cancel</Button>} />`. */
export const DialogClose = BaseDialog.Close;
