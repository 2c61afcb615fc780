/** The pieces that `Dialog`, `AlertDialog` and the palette share. */
export const dialogScrimClass = "motion-fade fixed inset-0 z-40 min-h-dvh bg-scrim";

export const dialogViewportClass =
  "fixed inset-0 z-40 flex items-end justify-center p-3 sm:items-start sm:px-6 sm:pt-[7vh] sm:pb-6";

export const dialogPopupClass = "motion-popup relative flex max-h-full w-full flex-col outline-none";

/** Inside the popup, so that menus and tips of the dialog are not cut off at its edge. */
export const dialogFrameClass =
  "flex min-h-0 flex-col overflow-hidden rounded-xl border border-line-strong bg-overlay text-ink shadow-popup";
