import { z } from "zod";

/** What a finished flow tells the page that opened it: never a code, a token or a provider's words. */
export const flowMessageSchema = z.object({
  flowId: z.string(),
  handle: z.string().nullable(),
  status: z.string(),
});

export type FlowMessage = z.output<typeof flowMessageSchema>;

/** The flow id of a message about a flow that never began. */
export const UNKNOWN_FLOW = "unknown";

const channelName = "mooring-flows";

/** Says to every open page of this origin how a flow ended. */
export function announceFlow(message: FlowMessage): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(message);
  channel.close();
}

/** Calls back for every flow that ends; anything that is not such a message is ignored. Returns the way to stop. */
export function listenToFlows(onMessage: (message: FlowMessage) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = (event) => {
    const message = flowMessageSchema.safeParse(event.data);
    if (message.success) onMessage(message.data);
  };
  return () => channel.close();
}

const popupPrefix = "mooring-popup:";

/**
 * Notes that a flow runs in a window that a page of ours opened. A provider's COOP wipes the window's name and opener,
 * so the result page could not tell otherwise whether it may close itself.
 */
export function markPopup(handle: string): void {
  localStorage.setItem(popupPrefix + handle, "1");
}

/** The flow goes on in a tab of its own, or is over. */
export function unmarkPopup(handle: string): void {
  localStorage.removeItem(popupPrefix + handle);
}

export function isPopup(handle: string): boolean {
  return localStorage.getItem(popupPrefix + handle) !== null;
}
