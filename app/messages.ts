import apiKeys from "#components/api-keys/en.json";
import apis from "#components/apis/en.json";
import applications from "#components/applications/en.json";
import audit from "#components/audit/en.json";
import auth from "#components/auth/en.json";
import connections from "#components/connections/en.json";
import credentials from "#components/credentials/en.json";
import customOfferings from "#components/custom-offerings/en.json";
import dataTable from "#components/data-table/en.json";
import form from "#components/form/en.json";
import gateway from "#components/gateway/en.json";
import integrations from "#components/integrations/en.json";
import invitations from "#components/invitations/en.json";
import layout from "#components/layout/en.json";
import notices from "#components/notices/en.json";
import overrides from "#components/overrides/en.json";
import problems from "#components/problems/en.json";
import reference from "#components/reference/en.json";
import runtimeConfigurations from "#components/runtime-configurations/en.json";
import signInMethods from "#components/sign-in-methods/en.json";
import ui from "#components/ui/en.json";
import webhooks from "#components/webhooks/en.json";
import workspaces from "#components/workspaces/en.json";

/** Every visible string, by noun. A new noun adds its `components/<noun>/en.json` here. */
export const messages = {
  auth,
  apiKeys,
  apis,
  applications,
  audit,
  connections,
  credentials,
  customOfferings,
  dataTable,
  form,
  gateway,
  integrations,
  invitations,
  layout,
  notices,
  overrides,
  problems,
  reference,
  runtimeConfigurations,
  signInMethods,
  ui,
  webhooks,
  workspaces,
};

export const locale = "en";

declare module "use-intl" {
  interface AppConfig {
    Locale: typeof locale;
    Messages: typeof messages;
  }
}
