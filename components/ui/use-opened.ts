"use client";

import { useState } from "react";

/**
 * Whether a dialog of a row is open, and whether it ever was: before that it need not be there, which is most of what a
 * long list of rows with dialogs costs.
 */
export function useOpened() {
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  return {
    isOpen,
    wasOpened,
    setIsOpen: (next: boolean) => {
      setOpen(next);
      if (next) setWasOpened(true);
    },
  };
}
