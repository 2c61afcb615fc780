"use client";

import type { Connection } from "#lib/connections/contract.ts";

type Made = Pick<Connection, "runtimeConfiguration" | "application">;

/** Whether a connection was made under anything but the plain default. */
export function isUnderDefault({ runtimeConfiguration, application }: Made): boolean {
  return runtimeConfiguration.isDefault && application === null;
}

/** Under what a connection was made: its runtime configuration, and its application if it has one. */
export function UnderNames({ connection }: { connection: Made }) {
  const { runtimeConfiguration, application } = connection;
  return <>{[runtimeConfiguration.name, ...(application ? [application.name] : [])].join(" · ")}</>;
}
