import { translator } from "#app/translator.ts";
import { AcceptInvitation } from "#components/invitations/accept-invitation.tsx";
import { PlainPage } from "#components/layout/plain-page.tsx";
import { SignInChoices } from "#components/sign-in-methods/sign-in-choices.tsx";
import { optionalPageContext, publicPageContext } from "#lib/auth/page-context.ts";
import { listSignInChoices } from "#lib/sign-in-methods/list-sign-in-methods.ts";

const t = translator("invitations");
const others = translator("signInMethods");

export const metadata = { title: t("accept.title") };

export default async function InvitePage() {
  const actor = (await optionalPageContext())?.actor;
  const { methods } = await listSignInChoices(await publicPageContext());
  return (
    <PlainPage isPanel title={t("accept.title")}>
      <AcceptInvitation myEmail={actor?.kind === "member" ? actor.email : null} />
      {actor ? null : (
        <SignInChoices methods={methods} note={others("choices.joins")} returnTo="/oauth" isSecond />
      )}
    </PlainPage>
  );
}
