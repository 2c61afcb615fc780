import { translator } from "#app/translator.ts";
import { AcceptInvitation } from "#components/invitations/accept-invitation.tsx";
import { PlainPage } from "#components/layout/plain-page.tsx";
import { optionalPageContext } from "#lib/auth/page-context.ts";

const t = translator("invitations");

export const metadata = { title: t("accept.title") };

export default async function InvitePage() {
  const actor = (await optionalPageContext())?.actor;
  return (
    <PlainPage isPanel title={t("accept.title")}>
      <AcceptInvitation myEmail={actor?.kind === "member" ? actor.email : null} />
    </PlainPage>
  );
}
