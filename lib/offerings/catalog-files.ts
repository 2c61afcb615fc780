import airtable from "./catalog/airtable.json" with { type: "json" };
import asana from "./catalog/asana.json" with { type: "json" };
import atlassian from "./catalog/atlassian.json" with { type: "json" };
import auth0 from "./catalog/auth0.json" with { type: "json" };
import bamboohr from "./catalog/bamboohr.json" with { type: "json" };
import bitbucket from "./catalog/bitbucket.json" with { type: "json" };
import box from "./catalog/box.json" with { type: "json" };
import calendly from "./catalog/calendly.json" with { type: "json" };
import canva from "./catalog/canva.json" with { type: "json" };
import clickup from "./catalog/clickup.json" with { type: "json" };
import digitalocean from "./catalog/digitalocean.json" with { type: "json" };
import discord from "./catalog/discord.json" with { type: "json" };
import docusign from "./catalog/docusign.json" with { type: "json" };
import dropbox from "./catalog/dropbox.json" with { type: "json" };
import eventbrite from "./catalog/eventbrite.json" with { type: "json" };
import figma from "./catalog/figma.json" with { type: "json" };
import fitbit from "./catalog/fitbit.json" with { type: "json" };
import front from "./catalog/front.json" with { type: "json" };
import github from "./catalog/github.json" with { type: "json" };
import gitlab from "./catalog/gitlab.json" with { type: "json" };
import gong from "./catalog/gong.json" with { type: "json" };
import google from "./catalog/google.json" with { type: "json" };
import googleHealth from "./catalog/google-health.json" with { type: "json" };
import gusto from "./catalog/gusto.json" with { type: "json" };
import heroku from "./catalog/heroku.json" with { type: "json" };
import hubspot from "./catalog/hubspot.json" with { type: "json" };
import intercom from "./catalog/intercom.json" with { type: "json" };
import intuit from "./catalog/intuit.json" with { type: "json" };
import linear from "./catalog/linear.json" with { type: "json" };
import linkedin from "./catalog/linkedin.json" with { type: "json" };
import mailchimp from "./catalog/mailchimp.json" with { type: "json" };
import meta from "./catalog/meta.json" with { type: "json" };
import microsoft from "./catalog/microsoft.json" with { type: "json" };
import miro from "./catalog/miro.json" with { type: "json" };
import monday from "./catalog/monday.json" with { type: "json" };
import netlify from "./catalog/netlify.json" with { type: "json" };
import notion from "./catalog/notion.json" with { type: "json" };
import okta from "./catalog/okta.json" with { type: "json" };
import outreach from "./catalog/outreach.json" with { type: "json" };
import pagerduty from "./catalog/pagerduty.json" with { type: "json" };
import paypal from "./catalog/paypal.json" with { type: "json" };
import pipedrive from "./catalog/pipedrive.json" with { type: "json" };
import reddit from "./catalog/reddit.json" with { type: "json" };
import salesforce from "./catalog/salesforce.json" with { type: "json" };
import salesloft from "./catalog/salesloft.json" with { type: "json" };
import sentry from "./catalog/sentry.json" with { type: "json" };
import shopify from "./catalog/shopify.json" with { type: "json" };
import slack from "./catalog/slack.json" with { type: "json" };
import snowflake from "./catalog/snowflake.json" with { type: "json" };
import spotify from "./catalog/spotify.json" with { type: "json" };
import square from "./catalog/square.json" with { type: "json" };
import squarespace from "./catalog/squarespace.json" with { type: "json" };
import strava from "./catalog/strava.json" with { type: "json" };
import stripe from "./catalog/stripe.json" with { type: "json" };
import surveymonkey from "./catalog/surveymonkey.json" with { type: "json" };
import todoist from "./catalog/todoist.json" with { type: "json" };
import twitch from "./catalog/twitch.json" with { type: "json" };
import typeform from "./catalog/typeform.json" with { type: "json" };
import vercel from "./catalog/vercel.json" with { type: "json" };
import webflow from "./catalog/webflow.json" with { type: "json" };
import x from "./catalog/x.json" with { type: "json" };
import xero from "./catalog/xero.json" with { type: "json" };
import zendesk from "./catalog/zendesk.json" with { type: "json" };
import zoho from "./catalog/zoho.json" with { type: "json" };
import zoom from "./catalog/zoom.json" with { type: "json" };

/** The catalogue as its files hold it, one file a vendor, by file name. A new vendor is a file and a line here. */
export const catalogFiles: Record<string, unknown> = {
  airtable,
  asana,
  atlassian,
  auth0,
  bamboohr,
  bitbucket,
  box,
  calendly,
  canva,
  clickup,
  digitalocean,
  discord,
  docusign,
  dropbox,
  eventbrite,
  figma,
  fitbit,
  front,
  github,
  gitlab,
  gong,
  google,
  "google-health": googleHealth,
  gusto,
  heroku,
  hubspot,
  intercom,
  intuit,
  linear,
  linkedin,
  mailchimp,
  meta,
  microsoft,
  miro,
  monday,
  netlify,
  notion,
  okta,
  outreach,
  pagerduty,
  paypal,
  pipedrive,
  reddit,
  salesforce,
  salesloft,
  sentry,
  shopify,
  slack,
  snowflake,
  spotify,
  square,
  squarespace,
  strava,
  stripe,
  surveymonkey,
  todoist,
  twitch,
  typeform,
  vercel,
  webflow,
  x,
  xero,
  zendesk,
  zoho,
  zoom,
};
