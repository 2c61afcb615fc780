import { conflict } from "./errors.ts";

/**
 * 409 unless the person has seen how many connections must reconnect, and that number still holds. `whose` follows the
 * number in the sentence: "of this integration".
 */
export function checkAcknowledged(
  acknowledged: number | undefined,
  connections: number,
  whose: string,
): void {
  if (connections === (acknowledged ?? 0)) return;
  throw conflict(
    `${connections === 1 ? "1 connection" : `${connections} connections`} ${whose} must reconnect after this change. Confirm that number.`,
    { impact: { connections } },
  );
}
