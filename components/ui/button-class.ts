import { cva, type VariantProps } from "class-variance-authority";

/** The look of everything that acts when pressed: `Button`, `LinkButton`, `IconButton`. */
export const buttonClass = cva(
  [
    "relative inline-flex shrink-0 items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap select-none max-sm:max-w-full max-sm:text-left max-sm:whitespace-normal",
    "transition-colors duration-140 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    "[&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-accent-ink shadow-low hover:bg-accent-strong",
        secondary: "border-line-strong bg-panel text-ink shadow-low hover:border-control hover:bg-raised",
        quiet: "border-transparent bg-transparent text-ink-2 hover:bg-raised hover:text-ink",
        danger: "border-transparent bg-bad text-bad-ink shadow-low hover:bg-bad-strong",
        "danger-quiet": "border-line-strong bg-panel text-bad shadow-low hover:border-bad hover:bg-bad-soft",
      },
      size: {
        sm: "min-h-7 px-2.5 py-0.5 text-sm",
        md: "min-h-8.5 px-3 py-1 text-base",
      },
      isSquare: { true: "shrink-0 p-0", false: "" },
    },
    compoundVariants: [
      { size: "sm", isSquare: true, class: "size-7 p-0" },
      { size: "md", isSquare: true, class: "size-8.5 p-0" },
    ],
    defaultVariants: { variant: "secondary", size: "md", isSquare: false },
  },
);

export type ButtonLook = Pick<VariantProps<typeof buttonClass>, "variant" | "size">;
