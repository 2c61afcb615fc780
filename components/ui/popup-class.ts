/** The surface of everything that opens over the page: menus, selects, popovers. */
export const popupClass =
  "motion-popup rounded-lg border border-line-strong bg-overlay text-ink shadow-popup outline-none";

/** One choice in a menu or a list box. */
export const choiceClass =
  "flex min-h-8 cursor-default items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-base text-ink outline-none select-none data-highlighted:bg-raised data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0";
