/** What the reader asked for; "system" follows the machine. */
export type ThemeChoice = "system" | "light" | "dark";

export const themeKey = "mooring-theme";

/** The choice made in this browser. */
export function readTheme(): ThemeChoice {
  try {
    const choice = localStorage.getItem(themeKey);
    return choice === "light" || choice === "dark" ? choice : "system";
  } catch {
    return "system";
  }
}

/** Shows the page in a theme, without remembering it. */
export function showTheme(choice: ThemeChoice): void {
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

/** Shows the page in the chosen theme; answers whether the browser let us remember it. */
export function applyTheme(choice: ThemeChoice): boolean {
  showTheme(choice);
  try {
    localStorage.setItem(themeKey, choice);
    return true;
  } catch {
    return false;
  }
}
