import { lastFourOf, type Secret } from "#lib/core/secret.ts";
import { currentDeploymentKey, deploymentKey, type KeyHolder } from "./deployment-keys.ts";
import type { Place } from "./envelope.ts";
import { openText, sealText } from "./keyring.ts";

/** The tables whose rows hold a client secret of the deployment's own. */
type Table = "OAuthCredential" | "SignInMethod";

/** The columns that a client secret is kept in: sealed for this row alone, with its last characters to know it by. */
export async function sealClientSecret(
  holder: KeyHolder,
  table: Table,
  rowId: string,
  secret: Secret<string>,
) {
  const key = await currentDeploymentKey(holder);
  return {
    clientSecretSealed: sealText(key, placeOf(table, rowId), secret),
    keyId: key.id,
    last4: lastFourOf(secret),
  };
}

/** Opens the client secret that a row holds. Throws `unavailable` without its key, and when it was sealed for another row. */
export async function openClientSecret(
  holder: KeyHolder,
  table: Table,
  row: { id: string; keyId: string; clientSecretSealed: Uint8Array },
): Promise<Secret<string>> {
  return openText(await deploymentKey(holder, row.keyId), placeOf(table, row.id), row.clientSecretSealed);
}

function placeOf(table: Table, rowId: string): Place {
  return { table, rowId, field: "clientSecret", version: 0 };
}
