"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

const PopupContainerContext = createContext<HTMLElement | null>(null);

/**
 * Gives everything that pops up in `children` a home beside them: within the page's landmark or the open dialog, where
 * assistive technology expects it, instead of the end of the body. `children` places that home.
 */
export function PopupContainer({ children }: { children: (home: ReactNode) => ReactNode }) {
  const [home, setHome] = useState<HTMLElement | null>(null);
  return (
    <PopupContainerContext value={home}>
      {children(<div ref={setHome} className="contents" />)}
    </PopupContainerContext>
  );
}

/** Where a popup's portal goes; `undefined` (the body) outside of any `PopupContainer`. */
export function usePopupContainer(): HTMLElement | undefined {
  return useContext(PopupContainerContext) ?? undefined;
}
