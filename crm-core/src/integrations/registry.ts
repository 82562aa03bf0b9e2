import { apollo } from './apollo/apollo.integration.ts';
import { google } from './google/google.integration.ts';
import { hubspot } from './hubspot/hubspot.integration.ts';
import type { Integration } from './layer/define-integration.ts';
import { microsoft } from './microsoft/microsoft.integration.ts';
import { notion } from './notion/notion.integration.ts';
import { pipedrive } from './pipedrive/pipedrive.integration.ts';
import { resend } from './resend/resend.integration.ts';
import { salesforce } from './salesforce/salesforce.integration.ts';
import { twilio } from './twilio/twilio.integration.ts';

/** Other companies' systems that can be connected; the environment, the console, health and erasure walk over it. */
export const integrations: readonly Integration[] = [
  google,
  microsoft,
  salesforce,
  hubspot,
  pipedrive,
  twilio,
  resend,
  apollo,
  notion,
];
