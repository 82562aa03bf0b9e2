import { google } from './google/google.integration.ts';
import { hubspot } from './hubspot/hubspot.integration.ts';
import type { Integration } from './layer/define-integration.ts';
import { pipedrive } from './pipedrive/pipedrive.integration.ts';
import { salesforce } from './salesforce/salesforce.integration.ts';

/** Other companies' systems that can be connected; the environment, the console, health and erasure walk over it. */
export const integrations: readonly Integration[] = [google, salesforce, hubspot, pipedrive];
