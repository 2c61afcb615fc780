"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "#components/ui/cn.ts";
import { dialogFrameClass, dialogPopupClass, dialogScrimClass } from "#components/ui/dialog-class.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { choiceClass } from "#components/ui/popup-class.ts";
import type { NavigationGroup } from "./navigation.ts";
import { type Command, type CommandGroup, useCommands } from "./use-commands.tsx";

interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  groups: readonly NavigationGroup[];
  canManage: boolean;
  onShowShortcuts: () => void;
}

/** Cmd/Ctrl+K: every page and every act, by typing part of its name. */
export function CommandPalette({
  open,
  onOpenChange,
  groups,
  canManage,
  onShowShortcuts,
}: CommandPaletteProps) {
  const t = useTranslations("layout");
  const commands = useCommands({ groups, canManage, onShowShortcuts });

  function run(command: Command) {
    onOpenChange(false);
    command.run();
  }

  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={dialogScrimClass} />
        <BaseDialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center px-3 pt-[12vh] pb-6">
          <BaseDialog.Popup className={cn(dialogPopupClass, dialogFrameClass, "max-w-xl")}>
            <BaseDialog.Title className="sr-only">{t("openPalette")}</BaseDialog.Title>
            <Autocomplete.Root
              items={commands}
              open
              inline
              autoHighlight="always"
              keepHighlight
              itemToStringValue={(command: Command) => command.label}
            >
              <div className="flex items-center gap-3 border-b px-4">
                <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
                <Autocomplete.Input
                  aria-label={t("openPalette")}
                  placeholder={t("paletteHint")}
                  className="h-12 w-full bg-transparent text-base text-ink outline-none pointer-coarse:text-[1rem]"
                />
                <BaseDialog.Close className="shrink-0 rounded-sm text-sm">
                  <Kbd>Esc</Kbd>
                </BaseDialog.Close>
              </div>
              <Autocomplete.Empty className="px-4 py-6 text-ink-3 empty:hidden">
                {t("paletteEmpty")}
              </Autocomplete.Empty>
              <Autocomplete.List className="max-h-[50vh] overflow-y-auto p-1.5 data-empty:hidden">
                {(group: CommandGroup) => (
                  <Autocomplete.Group key={group.value} items={group.items}>
                    <Autocomplete.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-3">
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(command: Command) => (
                        <Autocomplete.Item
                          key={command.id}
                          value={command}
                          onClick={() => run(command)}
                          className={cn(choiceClass, "text-ink-2 data-highlighted:text-ink")}
                        >
                          {command.icon}
                          {command.label}
                        </Autocomplete.Item>
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </Autocomplete.Root>
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
