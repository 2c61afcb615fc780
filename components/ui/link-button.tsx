import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, buttonClass } from "./button-class.ts";
import { cn } from "./cn.ts";

interface LinkButtonProps extends Omit<ComponentProps<"a">, "href">, ButtonLook {
  href: Route;
  icon?: ReactNode;
}

/** A link within the product that looks like a button. */
export function LinkButton({ href, variant, size, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link href={href} {...rest} className={cn(buttonClass({ variant, size }), className)}>
      {icon}
      {children}
    </Link>
  );
}
