import { cva } from "class-variance-authority";

/** The frame of everything that takes a value: inputs, selects, comboboxes. 16 px on touch, so that iOS does not zoom. */
export const controlClass = cva(
  [
    "w-full min-w-0 rounded-md border border-control bg-panel text-base text-ink shadow-low transition-colors duration-140",
    "hover:border-ink-3 pointer-coarse:text-[1rem]",
    "focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent",
    "aria-invalid:border-bad aria-invalid:focus-visible:outline-bad",
    "disabled:cursor-not-allowed disabled:bg-raised disabled:text-ink-3 data-disabled:bg-raised data-disabled:text-ink-3 not-[button]:read-only:bg-raised",
  ],
  {
    variants: {
      isMono: { true: "font-mono text-sm", false: "" },
      kind: {
        input: "h-9 px-3",
        area: "min-h-24 px-3 py-2",
        trigger: "flex h-9 items-center gap-2 px-3 text-left",
      },
    },
    defaultVariants: { isMono: false, kind: "input" },
  },
);
