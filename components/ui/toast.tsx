"use client";

import { Toast as BaseToast } from "@base-ui/react/toast";
import { CircleCheck, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { buttonClass } from "./button-class.ts";
import { cn } from "./cn.ts";
import { popupClass } from "./popup-class.ts";

const manager = BaseToast.createToastManager();

/** Confirms what is already visible: "Integration created". Errors never go here; they stand where they arose. */
export function toast(title: string, description?: string): void {
  manager.add({ title, description, timeout: 5000 });
}

/** Where toasts appear; stands once, in the root layout. */
export function Toaster() {
  return (
    <BaseToast.Provider toastManager={manager} limit={3}>
      <BaseToast.Portal>
        <BaseToast.Viewport className="fixed inset-x-3 bottom-3 z-60 mx-auto flex w-auto flex-col gap-2 sm:right-6 sm:bottom-6 sm:left-auto sm:w-88">
          <ToastList />
        </BaseToast.Viewport>
      </BaseToast.Portal>
    </BaseToast.Provider>
  );
}

function ToastList() {
  const t = useTranslations("ui");
  const { toasts } = BaseToast.useToastManager();
  return toasts.map((item) => (
    <BaseToast.Root
      key={item.id}
      toast={item}
      swipeDirection={["down", "right"]}
      className={cn(
        popupClass,
        "px-3.5 py-2.5 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2",
      )}
    >
      <BaseToast.Content className="flex items-start gap-2.5">
        <CircleCheck aria-hidden className="mt-0.75 size-4 shrink-0 text-ok" />
        <div className="min-w-0 flex-1">
          <BaseToast.Title className="font-medium text-ink" />
          <BaseToast.Description className="text-sm text-ink-2" />
        </div>
        <BaseToast.Close
          aria-label={t("dismiss")}
          className={cn(buttonClass({ variant: "quiet", size: "sm", isSquare: true }), "-mr-1.5 size-6")}
        >
          <X aria-hidden />
        </BaseToast.Close>
      </BaseToast.Content>
    </BaseToast.Root>
  ));
}
