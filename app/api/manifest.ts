import type { RouteDeclaration } from "#lib/http/declaration.ts";
import { type ApiOperation, openApiMethods } from "#lib/http/openapi.ts";
import * as apiKey from "./api-keys/[id]/route.ts";
import * as apiKeys from "./api-keys/route.ts";
import * as apiImpact from "./apis/[id]/impact/route.ts";
import * as apiImport from "./apis/[id]/import/route.ts";
import * as apiOperations from "./apis/[id]/operations/route.ts";
import * as api from "./apis/[id]/route.ts";
import * as apiPreview from "./apis/preview/route.ts";
import * as apis from "./apis/route.ts";
import * as applicationImpact from "./applications/[id]/impact/route.ts";
import * as application from "./applications/[id]/route.ts";
import * as applications from "./applications/route.ts";
import * as auditEvent from "./audit-events/[id]/route.ts";
import * as auditCheckpoint from "./audit-events/checkpoint/route.ts";
import * as auditExport from "./audit-events/export/route.ts";
import * as auditEvents from "./audit-events/route.ts";
import * as auditVerification from "./audit-events/verification/route.ts";
import * as connectionCallers from "./connections/[id]/callers/route.ts";
import * as connectionConfirmation from "./connections/[id]/confirmation/route.ts";
import * as connectionEvents from "./connections/[id]/events/route.ts";
import * as connectionImpact from "./connections/[id]/impact/route.ts";
import * as refresh from "./connections/[id]/refresh/route.ts";
import * as connectionReplacement from "./connections/[id]/replacement/route.ts";
import * as connection from "./connections/[id]/route.ts";
import * as test from "./connections/[id]/test/route.ts";
import * as connectionUsage from "./connections/[id]/usage/route.ts";
import * as disconnect from "./connections/disconnect/route.ts";
import * as connections from "./connections/route.ts";
import * as customOfferingChanges from "./custom-offerings/[id]/changes/route.ts";
import * as customOfferingExport from "./custom-offerings/[id]/export/route.ts";
import * as customOfferingImpact from "./custom-offerings/[id]/impact/route.ts";
import * as customOfferingPublication from "./custom-offerings/[id]/publication/route.ts";
import * as customOffering from "./custom-offerings/[id]/route.ts";
import * as customOfferingVersions from "./custom-offerings/[id]/versions/route.ts";
import * as customOfferings from "./custom-offerings/route.ts";
import * as flow from "./flows/[handle]/route.ts";
import { gatewayOperations } from "./gateway-operations.ts";
import * as identity from "./identities/[id]/route.ts";
import * as identities from "./identities/route.ts";
import * as ownConnections from "./integration-connections/route.ts";
import * as integrationHealth from "./integration-health/route.ts";
import * as integrationActivity from "./integrations/[id]/activity/route.ts";
import * as connect from "./integrations/[id]/connect/route.ts";
import * as currentConnection from "./integrations/[id]/connection/route.ts";
import * as integrationConnections from "./integrations/[id]/connections/route.ts";
import * as integrationCopy from "./integrations/[id]/duplicate/route.ts";
import * as integrationImpact from "./integrations/[id]/impact/route.ts";
import * as overrideImpact from "./integrations/[id]/overrides/[overrideId]/impact/route.ts";
import * as override from "./integrations/[id]/overrides/[overrideId]/route.ts";
import * as overrideVerification from "./integrations/[id]/overrides/[overrideId]/verification/route.ts";
import * as overrides from "./integrations/[id]/overrides/route.ts";
import * as integration from "./integrations/[id]/route.ts";
import * as scopeImpact from "./integrations/[id]/scope-impact/route.ts";
import * as pendingSecret from "./integrations/[id]/secret/pending/route.ts";
import * as revertedSecret from "./integrations/[id]/secret/revert/route.ts";
import * as secret from "./integrations/[id]/secret/route.ts";
import * as integrationSettings from "./integrations/[id]/settings/route.ts";
import * as integrationUsage from "./integrations/[id]/usage/route.ts";
import * as verification from "./integrations/[id]/verification/route.ts";
import * as verifications from "./integrations/[id]/verifications/route.ts";
import * as integrations from "./integrations/route.ts";
import * as invitationLink from "./invitations/[id]/link/route.ts";
import * as invitation from "./invitations/[id]/route.ts";
import * as invitationAcceptance from "./invitations/acceptance/route.ts";
import * as invitationMembership from "./invitations/membership/route.ts";
import * as invitationPreview from "./invitations/preview/route.ts";
import * as invitations from "./invitations/route.ts";
import * as noticeMail from "./notice-mail/route.ts";
import * as oauthCredentialImpact from "./oauth-credentials/[id]/impact/route.ts";
import * as oauthCredential from "./oauth-credentials/[id]/route.ts";
import * as oauthCredentials from "./oauth-credentials/route.ts";
import * as offeringDiscovery from "./offering-discovery/route.ts";
import * as offering from "./offerings/[id]/route.ts";
import * as offerings from "./offerings/route.ts";
import * as passwordResetPreview from "./password/reset/preview/route.ts";
import * as passwordReset from "./password/reset/route.ts";
import * as passwordResetRequests from "./password/reset-requests/route.ts";
import * as password from "./password/route.ts";
import * as passwordSignIn from "./password-sign-in/route.ts";
import * as runtimeConfigurationImpact from "./runtime-configurations/[id]/impact/route.ts";
import * as runtimeConfiguration from "./runtime-configurations/[id]/route.ts";
import * as runtimeConfigurations from "./runtime-configurations/route.ts";
import * as secondFactorConfirmation from "./second-factor/confirmation/route.ts";
import * as recoveryCodes from "./second-factor/recovery-codes/route.ts";
import * as secondFactorRemoval from "./second-factor/removal/route.ts";
import * as secondFactor from "./second-factor/route.ts";
import * as session from "./session/route.ts";
import * as currentWorkspace from "./session/workspace/route.ts";
import * as ownSession from "./sessions/[id]/route.ts";
import * as ownSessions from "./sessions/route.ts";
import * as setup from "./setup/route.ts";
import * as signInFlows from "./sign-in-flows/route.ts";
import * as signInProof from "./sign-in-methods/[id]/proof/route.ts";
import * as signInMethod from "./sign-in-methods/[id]/route.ts";
import * as signInMethods from "./sign-in-methods/route.ts";
import * as webhookDeliveryReplay from "./webhooks/[id]/deliveries/[deliveryId]/replay/route.ts";
import * as webhookDeliveries from "./webhooks/[id]/deliveries/route.ts";
import * as webhookPing from "./webhooks/[id]/ping/route.ts";
import * as webhookReplay from "./webhooks/[id]/replay/route.ts";
import * as webhook from "./webhooks/[id]/route.ts";
import * as webhookSecret from "./webhooks/[id]/secret/route.ts";
import * as webhooks from "./webhooks/route.ts";
import * as departure from "./workspace/departure/route.ts";
import * as firstSteps from "./workspace/first-steps/route.ts";
import * as memberImpact from "./workspace/members/[id]/impact/route.ts";
import * as memberPasswordLink from "./workspace/members/[id]/password-link/route.ts";
import * as member from "./workspace/members/[id]/route.ts";
import * as memberSecondFactorRemoval from "./workspace/members/[id]/second-factor-removal/route.ts";
import * as members from "./workspace/members/route.ts";
import * as workspace from "./workspace/route.ts";
import * as workspaceImpact from "./workspaces/[id]/impact/route.ts";
import * as ownWorkspace from "./workspaces/[id]/route.ts";
import * as workspaces from "./workspaces/route.ts";

/** Every route file below app/api and its module; a test names what is missing. The OpenAPI document is made from it. */
export const manifest: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "/api/integration-health": integrationHealth,
  "/api/integrations": integrations,
  "/api/integrations/{id}": integration,
  "/api/integrations/{id}/activity": integrationActivity,
  "/api/integrations/{id}/impact": integrationImpact,
  "/api/integrations/{id}/usage": integrationUsage,
  "/api/integrations/{id}/scope-impact": scopeImpact,
  "/api/integrations/{id}/duplicate": integrationCopy,
  "/api/integrations/{id}/verification": verification,
  "/api/integrations/{id}/verifications": verifications,
  "/api/integrations/{id}/secret": secret,
  "/api/integrations/{id}/secret/pending": pendingSecret,
  "/api/integrations/{id}/secret/revert": revertedSecret,
  "/api/integrations/{id}/settings": integrationSettings,
  "/api/integrations/{id}/overrides": overrides,
  "/api/integrations/{id}/overrides/{overrideId}": override,
  "/api/integrations/{id}/overrides/{overrideId}/impact": overrideImpact,
  "/api/integrations/{id}/overrides/{overrideId}/verification": overrideVerification,
  "/api/integrations/{id}/connect": connect,
  "/api/integrations/{id}/connection": currentConnection,
  "/api/integrations/{id}/connections": integrationConnections,
  "/api/connections": connections,
  "/api/connections/disconnect": disconnect,
  "/api/connections/{id}": connection,
  "/api/connections/{id}/callers": connectionCallers,
  "/api/connections/{id}/confirmation": connectionConfirmation,
  "/api/connections/{id}/events": connectionEvents,
  "/api/connections/{id}/impact": connectionImpact,
  "/api/connections/{id}/usage": connectionUsage,
  "/api/connections/{id}/refresh": refresh,
  "/api/connections/{id}/replacement": connectionReplacement,
  "/api/connections/{id}/test": test,
  "/api/integration-connections": ownConnections,
  "/api/flows/{handle}": flow,
  "/api/apis": apis,
  "/api/apis/preview": apiPreview,
  "/api/apis/{id}": api,
  "/api/apis/{id}/impact": apiImpact,
  "/api/apis/{id}/import": apiImport,
  "/api/apis/{id}/operations": apiOperations,
  "/api/offerings": offerings,
  "/api/offerings/{id}": offering,
  "/api/custom-offerings": customOfferings,
  "/api/custom-offerings/{id}": customOffering,
  "/api/custom-offerings/{id}/versions": customOfferingVersions,
  "/api/custom-offerings/{id}/changes": customOfferingChanges,
  "/api/custom-offerings/{id}/impact": customOfferingImpact,
  "/api/custom-offerings/{id}/publication": customOfferingPublication,
  "/api/custom-offerings/{id}/export": customOfferingExport,
  "/api/offering-discovery": offeringDiscovery,
  "/api/oauth-credentials": oauthCredentials,
  "/api/oauth-credentials/{id}": oauthCredential,
  "/api/oauth-credentials/{id}/impact": oauthCredentialImpact,
  "/api/api-keys": apiKeys,
  "/api/api-keys/{id}": apiKey,
  "/api/applications": applications,
  "/api/applications/{id}": application,
  "/api/applications/{id}/impact": applicationImpact,
  "/api/runtime-configurations": runtimeConfigurations,
  "/api/runtime-configurations/{id}": runtimeConfiguration,
  "/api/runtime-configurations/{id}/impact": runtimeConfigurationImpact,
  "/api/notice-mail": noticeMail,
  "/api/webhooks": webhooks,
  "/api/webhooks/{id}": webhook,
  "/api/webhooks/{id}/secret": webhookSecret,
  "/api/webhooks/{id}/ping": webhookPing,
  "/api/webhooks/{id}/replay": webhookReplay,
  "/api/webhooks/{id}/deliveries": webhookDeliveries,
  "/api/webhooks/{id}/deliveries/{deliveryId}/replay": webhookDeliveryReplay,
  "/api/audit-events": auditEvents,
  "/api/audit-events/export": auditExport,
  "/api/audit-events/verification": auditVerification,
  "/api/audit-events/checkpoint": auditCheckpoint,
  "/api/audit-events/{id}": auditEvent,
  "/api/workspaces": workspaces,
  "/api/workspaces/{id}": ownWorkspace,
  "/api/workspaces/{id}/impact": workspaceImpact,
  "/api/workspace": workspace,
  "/api/workspace/first-steps": firstSteps,
  "/api/workspace/departure": departure,
  "/api/workspace/members": members,
  "/api/workspace/members/{id}": member,
  "/api/workspace/members/{id}/impact": memberImpact,
  "/api/workspace/members/{id}/password-link": memberPasswordLink,
  "/api/workspace/members/{id}/second-factor-removal": memberSecondFactorRemoval,
  "/api/invitations": invitations,
  "/api/invitations/preview": invitationPreview,
  "/api/invitations/acceptance": invitationAcceptance,
  "/api/invitations/membership": invitationMembership,
  "/api/invitations/{id}": invitation,
  "/api/invitations/{id}/link": invitationLink,
  "/api/session": session,
  "/api/session/workspace": currentWorkspace,
  "/api/sessions": ownSessions,
  "/api/sessions/{id}": ownSession,
  "/api/password": password,
  "/api/password/reset": passwordReset,
  "/api/password/reset/preview": passwordResetPreview,
  "/api/password/reset-requests": passwordResetRequests,
  "/api/second-factor": secondFactor,
  "/api/second-factor/confirmation": secondFactorConfirmation,
  "/api/second-factor/removal": secondFactorRemoval,
  "/api/second-factor/recovery-codes": recoveryCodes,
  "/api/setup": setup,
  "/api/sign-in-methods": signInMethods,
  "/api/sign-in-methods/{id}": signInMethod,
  "/api/sign-in-methods/{id}/proof": signInProof,
  "/api/password-sign-in": passwordSignIn,
  "/api/sign-in-flows": signInFlows,
  "/api/identities": identities,
  "/api/identities/{id}": identity,
};

/** All documented operations: those of the routes, and the gateway's, which lives outside Next. */
export function listOperations(): ApiOperation[] {
  const operations = Object.entries(manifest).flatMap(([path, module]) =>
    openApiMethods.flatMap((method): ApiOperation[] => {
      const declaration = readDeclaration(module[method.toUpperCase()]);
      return declaration ? [{ method, path, declaration }] : [];
    }),
  );
  return [...operations, ...gatewayOperations];
}

function readDeclaration(handler: unknown): RouteDeclaration | null {
  return typeof handler === "function" && "declaration" in handler
    ? (handler.declaration as RouteDeclaration)
    : null;
}
