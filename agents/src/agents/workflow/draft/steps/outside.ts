import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { PipelineAlert } from '@clianta/crm-core/crm/pipeline-alert/pipeline-alert.schema';
import { fold } from '@clianta/crm-core/entity/search-text';
import { spreadsheetIdIn } from '@clianta/crm-core/integrations/sheets/sheet-store';
import { sheetsOf } from '@clianta/crm-core/integrations/sheets/sheets-of';
import { AskBack } from '../../../../tools/ask-back.ts';
import { capitalize } from '../../../../tools/format.ts';
import { DEFAULT_TEXT } from '../../../../workflows/default-text.ts';
import { NotRead, type Reading } from '../reading.ts';
import { does, type StepReader } from './step-reader.ts';

const CHAT = /\b(slack|teams|discord)\b|#[\p{L}\p{N}_-]+|\bchannel\b/iu;
const POST = /^(?:post|send|write|notify|tell|trigger|share|put)\b/i;
const HOW = 'Go to that channel and say “post the pipeline here”; from then on I know it';

/** "post it to #sales", "notify the team in Slack": where the team is told of a pipeline already. */
export const readPost: StepReader = async (said, reading) => {
  if (!POST.test(said) || !CHAT.test(said)) return undefined;
  const { context, channel } = reading;
  const named = /#[\p{L}\p{N}_-]+/u.exec(said)?.[0];
  const platform = /\b(slack|teams|discord)\b/i.exec(said)?.[1]?.toLowerCase();
  const { records: alerts } = await context.crm.records(PipelineAlert).find(context.scope, { limit: 50 });
  const fitting = alerts.filter(
    (alert) =>
      (!platform || alert.channel === platform) &&
      (!named || JSON.stringify(alert.address).toLowerCase().includes(named.slice(1).toLowerCase())),
  );
  const chosen = channel
    ? alerts.find(({ id }) => id === channel)
    : fitting.length === 1
      ? fitting[0]
      : undefined;
  const text = /:\s*(.+)$/.exec(said)?.[1] ?? DEFAULT_TEXT;
  if (chosen) return does('post_to_channel', { alertId: chosen.id, text });
  const offered = fitting.length > 0 ? fitting : alerts;
  const what = named ? `I know no channel ${named}.` : 'Which channel is it to be posted to?';
  if (offered.length === 0) throw new NotRead(`${what} ${HOW}.`);
  throw new AskBack({
    text: `${what} ${named ? `${HOW}; or choose one that I know.` : ''}`.trim(),
    options: await Promise.all(
      offered.slice(0, 6).map(async (alert) => ({
        label: capitalize(alert.channel),
        detail: await pipelineOf(reading, alert.pipelineId),
        value: alert.id,
      })),
    ),
    argument: 'channel',
  });
};

async function pipelineOf({ context }: Reading, id: string): Promise<string> {
  const { pipelines } = await context.crm.facts(context.scope.workspaceId);
  return `where ${pipelines.find((one) => one.id === id)?.name ?? 'a pipeline'} is told of`;
}

const HOOK = /\bweb-?hook\b|\bhttps:\/\/|\bhttp:\/\/|\bPOST\b|\bERP\b|\bendpoint\b/;
const URL_IN = /\bhttps?:\/\/[^\s"“”]+/;

/** "send a webhook to https://erp.example/hook". */
export const readWebhook: StepReader = async (said, { address }) => {
  if (!HOOK.test(said)) return undefined;
  const url = URL_IN.exec(said)?.[0]?.replace(/[.,;]+$/, '') ?? address;
  if (!url)
    throw new AskBack({
      text: 'To which address is it to be sent? It begins with https://.',
      options: [],
      argument: 'address',
      takesText: true,
    });
  return does('webhook', { url });
};

const SHEET = /\b(?:spread)?sheets?\b|\bexcel\b|\/spreadsheets\/d\//i;
const SHEET_NAME = /\b(?:the|our|my)\s+["“]?([^"“”]{1,60}?)["”]?\s+(?:spread|google )?sheet\b/i;

/** "add it to the Wins sheet", "a row in https://docs.google.com/spreadsheets/d/…"; its columns are those that fields are called as. */
export const readSheet: StepReader = async (said, { address, context }) => {
  if (!SHEET.test(said.replaceAll(QUOTED, '“”'))) return undefined;
  const spreadsheetId = spreadsheetIdIn(said) ?? (address ? spreadsheetIdIn(address) : undefined);
  const called = SHEET_NAME.exec(said)?.[1] ?? 'that';
  const sheets = await sheetsOf(context.crm, { ...context.scope, role: 'system' });
  // without an account the draft says what is missing
  if (!sheets) return does('append_sheet_row', { title: called, ...(spreadsheetId && { spreadsheetId }) });
  if (!spreadsheetId)
    throw new AskBack({
      text: `Paste the link of the “${called}” sheet: it begins with https://docs.google.com/spreadsheets/.`,
      options: [],
      argument: 'address',
      takesText: true,
    });
  const { title } = await sheets.store.describe(sheets.connection, spreadsheetId);
  return does('append_sheet_row', { spreadsheetId, title });
};

const DRIVE = /\b(?:google )?drive\b/i;
const SAVE = /^(?:save|put|copy|upload|store|file|keep|export|archive|send|back up)\b/i;

/** "save its files to Drive", "put the transcript into Google Drive". */
export const readDrive: StepReader = async (said) =>
  SAVE.test(said) && DRIVE.test(said.replaceAll(QUOTED, '“”')) ? does('save_to_drive', {}) : undefined;

/** What people ask for and is not there yet; the draft says so. */
const MISSING: ReadonlyArray<[said: RegExp, action: string]> = [
  [/\bsequence\b/i, 'enroll_in_sequence'],
  [/\bnotion\b/i, 'create_notion_page'],
  [/\b(?:enrich|apollo)\b|\blook up what is missing\b/i, 'enrich'],
];

const MAIL =
  /\b(?:e-?mails?|mails?|greetings?|newsletter|survey|welcome pack|thank[- ]?you)\b|^(?:mail|email)\b/i;
const QUOTED = /["“]([^"“”]+)["”]/g;

/** "send them an email “Welcome” saying “Hello {{ record.name }}”"; what is not said yet is missing in the draft. */
export const readMail: StepReader = async (said) => {
  if (!MAIL.test(said)) return undefined;
  const [subject, text] = [...said.matchAll(QUOTED)].map(([, words = '']) => words.trim());
  if (!subject || !text) return does('send_email', { text: said.slice(0, 500) });
  return does('send_email', { subject, text });
};

const TEXT = /\b(?:sms|text message)\b|^text\b/i;
const SAYING = /(?::|\bsaying|\bthat says)\s*["“]?(.+?)["”]?$/i;

/** "text them: “Your order is ready”". */
export const readText: StepReader = async (said) => {
  if (!TEXT.test(said.replaceAll(QUOTED, ''))) return undefined;
  const [quoted] = [...said.matchAll(QUOTED)].map(([, words = '']) => words.trim());
  const text = quoted ?? SAYING.exec(said)?.[1]?.trim();
  return does('send_sms', text ? { text } : {});
};

const AGENT = /\bagent\b/i;
const MOST_AGENTS = 200;
const MOST_LETTERS = 500;

const HAS_DO = /^(?:have|let|ask|tell|use|run|start)\s+(?:the\s+|my\s+|our\s+)?(?:custom\s+)?(?:agent\s+)?/i;
/** No more than that it is to look: what for, its instructions say. */
const JUST_LOOK =
  /^(?:(?:to\s+)?(?:look at|check|work on|take a look at|see|handle|process|take care of|deal with|go over)|on|for|with)\s+(?:it|them|him|her|this|that|the \w+)$/i;

async function agentIn(said: string, { context: { crm, scope } }: Reading): Promise<string | undefined> {
  const { records } = await crm.records(AgentDefinition).find(scope, { limit: MOST_AGENTS });
  const words = fold(said);
  const named = records.filter(({ name }) => words.includes(fold(name)));
  return named.toSorted((a, b) => b.name.length - a.name.length)[0]?.name;
}

/** "have Scout qualify it": an agent by its name alone, which stands behind the verb. */
export const readAgentCalled: StepReader = async (said, reading) => {
  const lead = HAS_DO.exec(said)?.[0];
  if (!lead) return undefined;
  const rest = said.slice(lead.length).replaceAll('"', '').replace(/[“”]/g, '');
  const agent = await agentIn(rest, reading);
  if (!agent || rest.slice(0, agent.length).toLowerCase() !== agent.toLowerCase()) return undefined;
  const behind = rest.slice(agent.length);
  // “tell Scouting Ltd” names somebody else
  if (/^[\p{L}\p{N}]/u.test(behind)) return undefined;
  const order = behind
    .trim()
    .replace(/^agent\b\s*/i, '')
    .replace(/^[,:]\s*/, '')
    .replace(/^to\s+/i, '');
  const text = JUST_LOOK.test(order) ? '' : order.slice(0, MOST_LETTERS);
  return does('run_agent', { agent, ...(text && { text }) });
};

/** "have the Scout agent look at it"; an agent that is not there is named in the draft as it was said. */
export const readAgent: StepReader = async (said, reading) => {
  const order = said.replaceAll(QUOTED, (all, name: string) => (AGENT.test(all) ? all : name));
  if (!AGENT.test(order)) return undefined;
  const agent = await agentIn(order, reading);
  return does('run_agent', agent ? { agent } : { text: said.slice(0, MOST_LETTERS) });
};

export const readMissing: StepReader = async (said) => {
  // what a mail says is no order
  const order = said.replaceAll(QUOTED, '');
  const action = MISSING.find(([pattern]) => pattern.test(order))?.[1];
  return action ? does(action, { text: said.slice(0, 500) }) : undefined;
};
