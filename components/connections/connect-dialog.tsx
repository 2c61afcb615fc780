"use client";

import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { Flow } from "#lib/connections/contract.ts";
import { FlowFailureText } from "./flow-failure-text.tsx";
import { FlowTenantChoice } from "./flow-tenant-choice.tsx";
import type { ConnectState } from "./use-connect-flow.ts";

interface ConnectDialogProps {
  state: ConnectState;
  provider: string;
  onStart: () => void;
  onStop: () => void;
  /** The flow goes on in this tab instead of the window. */
  onLeave: () => void;
  /** Begins anew, and the other account may take this one's place. */
  onSwitch: () => void;
}

/** What stands on the page while the popup is open, when the browser blocked it, and when it went wrong. */
export function ConnectDialog({ state, provider, onStart, onSwitch, onStop, onLeave }: ConnectDialogProps) {
  const t = useTranslations("connections.connect");
  const failed = state.step === "done" && state.flow.status !== "succeeded" ? state.flow : null;
  const chosen = state.step === "done" && state.flow.status === "succeeded" ? state.flow.connectionId : null;
  const isOpen = state.step !== "idle" && (state.step !== "done" || failed !== null || chosen !== null);
  const title = chosen
    ? t("connected")
    : failed || state.step === "refused"
      ? t(failedTitle(failed))
      : t("waitingTitle", { provider });
  return (
    <Dialog open={isOpen} onOpenChange={(next) => (next ? undefined : onStop())} title={title}>
      {state.step === "waiting" ? (
        <Waiting
          address={state.address}
          provider={provider}
          onStart={onStart}
          onStop={onStop}
          onLeave={onLeave}
        />
      ) : null}
      {state.step === "blocked" ? (
        <Blocked address={state.address} onStart={onStart} onLeave={onLeave} />
      ) : null}
      {state.step === "refused" ? (
        <Notice tone="bad" isAnnounced>
          {t("refused")}
        </Notice>
      ) : null}
      {chosen ? (
        <div className="grid gap-4">
          <FlowTenantChoice connectionId={chosen} />
          <Button variant="primary" className="justify-self-end" onClick={onStop}>
            {t("chosen")}
          </Button>
        </div>
      ) : null}
      {failed ? <Failed flow={failed} onStart={onStart} onSwitch={onSwitch} onStop={onStop} /> : null}
    </Dialog>
  );
}

interface WayOnProps {
  address: string;
  onStart: () => void;
  onLeave: () => void;
}

function failedTitle(flow: Flow | null): "failedTitle" | "notReconnected" | "notVerified" {
  if (flow?.purpose === "verify") return "notVerified";
  return flow?.purpose === "reconnect" ? "notReconnected" : "failedTitle";
}

interface WaitingProps extends WayOnProps {
  provider: string;
  onStop: () => void;
}

function Waiting({ address, provider, onStart, onStop, onLeave }: WaitingProps) {
  const t = useTranslations("connections.connect");
  return (
    <div className="grid gap-4">
      <p role="status" className="flex items-center gap-3 text-ink-2">
        <Spinner />
        {t("waiting", { provider })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onStart}>{t("openAgain")}</Button>
        <a href={address} onClick={onLeave} className={buttonClass({ variant: "quiet" })}>
          {t("continueHere")}
        </a>
        <Button variant="quiet" className="sm:ml-auto" onClick={onStop}>
          {t("cancel")}
        </Button>
      </div>
    </div>
  );
}

function Blocked({ address, onStart, onLeave }: WayOnProps) {
  const t = useTranslations("connections.connect");
  return (
    <Notice
      tone="warn"
      isAnnounced
      title={t("blockedTitle")}
      action={
        <>
          <a href={address} onClick={onLeave} className={buttonClass({ variant: "primary" })}>
            {t("continueHere")}
          </a>
          <Button onClick={onStart}>{t("openAgain")}</Button>
          <CopyButton text={`${location.origin}${address}`} label={t("copyLink")}>
            {t("copyLink")}
          </CopyButton>
        </>
      }
    >
      {t("blocked")}
    </Notice>
  );
}

interface FailedProps extends Pick<ConnectDialogProps, "onStart" | "onStop" | "onSwitch"> {
  flow: Flow;
}

function Failed({ flow, onStart, onStop, onSwitch }: FailedProps) {
  const t = useTranslations("connections.connect");
  const isOther = flow.failure?.code === "another-account";
  return (
    <div className="grid gap-4">
      {flow.failure ? <FlowFailureText failure={flow.failure} /> : null}
      {isOther ? <p className="text-ink-2">{t("switchMeans")}</p> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onStop}>
          {t("leave")}
        </Button>
        {isOther ? <Button onClick={onSwitch}>{t("switch")}</Button> : null}
        <Button variant="primary" onClick={onStart}>
          {isOther ? t("sameAgain") : t("again")}
        </Button>
      </div>
    </div>
  );
}
