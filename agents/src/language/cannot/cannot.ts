import { campaign } from './beside/campaign.cannot.ts';
import { competitor } from './beside/competitor.cannot.ts';
import { email } from './beside/email.cannot.ts';
import { general } from './beside/general.cannot.ts';
import { hygiene } from './beside/hygiene.cannot.ts';
import { landingPage } from './beside/landing-page.cannot.ts';
import { reports } from './beside/reports.cannot.ts';
import { scheduling } from './beside/scheduling.cannot.ts';
import { sequence } from './beside/sequence.cannot.ts';
import { ticket } from './beside/ticket.cannot.ts';
import { transcription } from './beside/transcription.cannot.ts';

/** The honest answer to what Clianta cannot do: the limit in words, and the nearest that works today. */
export interface Cannot {
  reply: string;
  /** Sentences that work. */
  suggestions: readonly string[];
  /** Tools that do it meanwhile, where their reading accounts for every word. */
  instead?: readonly string[];
}

/** What nearly every answer offers meanwhile: to log it, or to be reminded of it at a time. */
export const MEANWHILE: ReadonlyMap<string, readonly string[]> = new Map([
  ['log_activity', []],
  ['create_task', ['due']],
]);

export type CannotByTool = Readonly<Record<string, Cannot>>;

/** What agents are asked for, and do not do. */
export const BESIDE: Readonly<Record<string, CannotByTool>> = {
  generalAgent: general,
  campaignAgent: campaign,
  sequenceAgent: sequence,
  hygieneAgent: hygiene,
  ticketAgent: ticket,
  reportsAgent: reports,
  transcriptionAgent: transcription,
  competitorAgent: competitor,
  schedulingAgent: scheduling,
  emailAgent: email,
  landingPageAgent: landingPage,
};

const known = new Map(
  Object.entries(BESIDE).map(([agent, tools]) => [agent, new Map(Object.entries(tools))] as const),
);

/** What to say to a choice of the router that Clianta cannot do; undefined: there is a tool for it. */
export function cannotOf({ agent, tool }: { agent: string; tool: string }): Cannot | undefined {
  return known.get(agent)?.get(tool);
}
