"use client";

import { useTranslations } from "use-intl";
import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";

const lines = [
  { keys: ["⌘ / Ctrl", "K"], words: "palette", isSequence: false },
  { keys: ["?"], words: "help", isSequence: false },
  { keys: ["G", "I"], words: "integrations", isSequence: true },
  { keys: ["G", "C"], words: "connections", isSequence: true },
  { keys: ["G", "S"], words: "settings", isSequence: true },
] as const;

/** Every key that the console listens to. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("layout");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("shortcuts")} description={t("shortcutsIntro")}>
      <dl className="grid gap-2.5">
        {lines.map(({ keys, words, isSequence }) => (
          <div key={words} className="flex items-center justify-between gap-4">
            <dt className="text-ink-2">{t(`shortcut.${words}`)}</dt>
            <dd className="flex items-center gap-1.5 text-sm text-ink-3">
              {keys.map((key, index) => (
                <span key={key} className="flex items-center gap-1.5">
                  {index > 0 ? (isSequence ? t("shortcut.then") : "+") : null}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
