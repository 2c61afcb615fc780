"use client";

import type { ReactNode } from "react";
import { useFormState } from "react-hook-form";
import { Button } from "#components/ui/button.tsx";

interface SubmitButtonProps {
  /** Names the act: "Create Integration". */
  children: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
  className?: string;
}

/** Sends the form it stands in; waits while it is being sent. Stays pressable with errors, so that the summary can say them. */
export function SubmitButton({ children, icon, disabled, className }: SubmitButtonProps) {
  const { isSubmitting } = useFormState();
  return (
    <Button
      type="submit"
      variant="primary"
      icon={icon}
      isPending={isSubmitting}
      disabled={disabled}
      className={className}
    >
      {children}
    </Button>
  );
}
