import { themeKey } from "#lib/browser/theme.ts";

// Before the first paint: only a choice made earlier needs a script, the system's own theme is plain CSS.
const script = `(function () {
  try {
    var choice = localStorage.getItem(${JSON.stringify(themeKey)});
    if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
  } catch (blocked) {
    document.documentElement.dataset.theme = "";
  }
})();`;

/** Applies the remembered theme while the page is being parsed, so that nothing flashes. */
export function ThemeScript({ nonce }: { nonce: string | undefined }) {
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {script}
    </script>
  );
}
