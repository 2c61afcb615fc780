"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { listenToFlows, markPopup, UNKNOWN_FLOW, unmarkPopup } from "#lib/browser/flow-channel.ts";
import { readProblem } from "#lib/browser/problem-error.ts";
import { type Flow, flowSchema } from "#lib/connections/contract.ts";

const POLL_EVERY_MS = 1_500;
const GIVE_UP_AFTER_MS = 11 * 60_000;

export interface ConnectTarget {
  integrationId: string;
  purpose?: "connect" | "verify";
  isShared?: boolean;
  /** Sign in again for this connection. */
  connectionId?: string;
  allowSwitch?: boolean;
  /** With `connectionId`: ask for what is granted already and what the provider's API has asked for since. */
  addScopes?: boolean;
  /** Under which runtime configuration and application; a slug or an id each. */
  runtime?: string;
  application?: string;
  /** With the purpose `verify`: the override whose client is to be proven. */
  override?: string;
}

export type ConnectState =
  | { step: "idle" }
  | { step: "waiting" | "blocked"; address: string }
  | { step: "done"; flow: Flow }
  /** It could not even begin; the window says why. */
  | { step: "refused" };

/**
 * One authorization from click to result. `start` opens the popup in the click itself; the result comes by
 * BroadcastChannel and by polling, and a closed popup is never taken for a "no": a provider's COOP closes it in mid-login.
 */
export function useConnectFlow(target: ConnectTarget, onDone?: (flow: Flow) => void) {
  const client = useQueryClient();
  const [state, setState] = useState<ConnectState>({ step: "idle" });
  const [handle, setHandle] = useState<string | null>(null);
  const done = useRef(onDone);
  done.current = onDone;

  const start = useCallback(
    (change: Partial<ConnectTarget> = {}) => {
      const next = crypto.randomUUID();
      const address = connectAddress({ ...target, ...change }, next);
      if (prefersSameTab()) {
        location.assign(address);
        return;
      }
      markPopup(next);
      const popup = window.open(address, "mooring-connect", "popup,width=560,height=760");
      if (!popup) unmarkPopup(next);
      setHandle(next);
      setState({ step: popup ? "waiting" : "blocked", address });
    },
    [target],
  );

  const leaveForProvider = useCallback(() => {
    if (handle) unmarkPopup(handle);
  }, [handle]);

  const stop = useCallback(() => {
    setHandle(null);
    setState({ step: "idle" });
  }, []);

  useEffect(() => {
    if (!handle) return;
    return followFlow(handle, (flow) => {
      setHandle(null);
      if (!flow) return setState({ step: "refused" });
      setState({ step: "done", flow });
      void client.invalidateQueries();
      done.current?.(flow);
    });
  }, [handle, client]);

  return { state, start, stop, leaveForProvider };
}

/** Asks and listens until the flow ends; gives the way to stop. */
function followFlow(handle: string, onEnd: (flow: Flow | null) => void): () => void {
  const abort = new AbortController();
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  const ask = async () => {
    try {
      const flow = await apiFetch(`/api/flows/${handle}`, { schema: flowSchema, signal: abort.signal });
      if (flow.status === "pending" || flow.status === "exchanging" || abort.signal.aborted) return;
      finish();
      onEnd(flow);
    } catch (error) {
      // Not begun yet (404), or unreachable for a moment: the next look tells. Signed out: nothing will.
      if (readProblem(error)?.code === "unauthenticated" || Date.now() > deadline) finish();
    }
  };
  const timer = setInterval(() => void ask(), POLL_EVERY_MS);
  const stopListening = listenToFlows((message) => {
    if (message.handle !== handle) return;
    if (message.flowId !== UNKNOWN_FLOW) return void ask();
    finish();
    onEnd(null);
  });
  function finish() {
    abort.abort();
    clearInterval(timer);
    stopListening();
  }
  return finish;
}

/** Where a popup would be a tab of its own, the same tab goes to the provider and comes back. */
function prefersSameTab(): boolean {
  return matchMedia("(pointer: coarse) and (max-width: 820px)").matches;
}

function connectAddress(
  { integrationId, purpose, isShared, connectionId, allowSwitch, addScopes, ...more }: ConnectTarget,
  handle: string,
): string {
  const query = new URLSearchParams({ handle, returnTo: `${location.pathname}${location.search}` });
  if (purpose) query.set("purpose", purpose);
  if (isShared) query.set("shared", "true");
  if (connectionId) query.set("connectionId", connectionId);
  if (allowSwitch) query.set("allowSwitch", "true");
  if (addScopes) query.set("addScopes", "true");
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value);
  return `/api/integrations/${integrationId}/connect?${query}`;
}
