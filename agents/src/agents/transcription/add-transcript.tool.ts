import { type CallRecord, CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { heardCall } from '@clianta/crm-core/crm/call-recording/heard-call';
import { readTranscript } from '@clianta/crm-core/crm/call-recording/transcript/read-transcript';
import { clockOf } from '@clianta/crm-core/crm/call-recording/transcript/transcript-text';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { anyRecord } from '../../tools/any-record.ts';
import { fileMeant } from '../../tools/file-meant.ts';
import { focusOf, nearTo, undoable } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { ITEMS_SHOWN } from './action-items.tool.ts';
import { itemsCard } from './call-words.ts';
import {
  aboutRecord,
  aboutSpeakers,
  type CallAbout,
  fileOf,
  outsideOf,
  segmentsIn,
  takeInCall,
  whenOf,
} from './take-in-call.ts';
import { aboutOf, textOf } from './the-call.ts';

const ENDINGS: ReadonlySet<string> = new Set(['text/vtt', 'application/x-subrip']);

export const addTranscript = defineTool({
  name: 'add_transcript',
  does: 'Reading a transcript',
  operation: 'create',
  entity: CallRecording.name,
  description:
    'Keeps the transcript of a call: a pasted text, or a file (.vtt, .srt, text with speakers). Finds what it was about, action items and the mood.',
  input: z.strictObject({
    text: slot(
      { kind: 'pasted' },
      z.string().trim().min(10).max(500_000).describe('To the letter'),
    ).optional(),
    file: slot({ kind: 'text' }, z.string().trim().min(1).max(255))
      .describe('Its name; left out: the newest in the conversation')
      .optional(),
    with: slot({ kind: 'subject' }, z.string())
      .describe('Whom the call was with: a person, a company or a deal')
      .optional(),
    at: slot({ kind: 'since' }, z.string().describe('When it was; ISO 8601')).optional(),
    consent: slot({ kind: 'text' }, z.string().trim().min(1).max(1_000))
      .describe('How those who were recorded agreed')
      .optional(),
  }),
  effect: 'write',
  takesFiles: {
    argument: 'file',
    label: 'Read the call',
    isAtOnce: true,
    fits: ({ mime }, text) =>
      ENDINGS.has(mime) || (mime.startsWith('text/') && readTranscript(text) !== undefined),
  },
  async run({ text, file: name, with: whom, at, consent }, context): Promise<ToolResult> {
    const file = text ? undefined : await fileOf(context, (await fileMeant(context, name, ['text'])).id);
    const segments = segmentsIn(text ?? (file ? await textOf(context, file) : ''));
    const { call, isNew } = await takeInCall(context, segments, {
      about: whom
        ? await saidAbout(context, whom)
        : file
          ? await aboutOf(context, file, segments)
          : await aboutSpeakers(context, segments),
      at: at ? instant(context, at) : file ? whenOf(file, context) : context.now,
      ...(consent && { consentNote: consent }),
      ...(file && { file }),
    });
    return heardResult(context, call, isNew);
  },
});

function instant(context: ToolContext, text: string): Date {
  const at = parseInstant(text, context);
  if (at) return at;
  throw new InvalidError(`“${text}” is not a date I understand.`);
}

/** @throws InvalidError for what there is no record of */
export async function saidAbout(context: ToolContext, name: string): Promise<CallAbout> {
  const record = await anyRecord(context, name, 'with');
  if (record) return aboutRecord(context, record);
  throw new InvalidError(`I know no person, company or deal called “${name}”.`);
}

/** A call that was just taken in: what it is, and what was found in it. */
async function heardResult(context: ToolContext, { id }: CallRecord, isNew: boolean): Promise<ToolResult> {
  const call = await heardCall(context.crm, context.scope, id);
  const { segments, actionItems, seconds, participants } = call;
  const length = seconds ? `, ${clockOf(seconds * 1_000)} long` : '';
  const items =
    actionItems.length > 0
      ? `I found ${counted(actionItems.length, { one: 'action item', many: 'action items' })}.`
      : 'I found no action items.';
  const lead = isNew ? 'Kept' : 'I have read that file before; it is';
  return {
    text: `${lead} **${call.title}**: ${counted(segments.length, { one: 'turn', many: 'turns' })} of ${counted(participants.length, { one: 'speaker', many: 'speakers' })}${length}. ${items}`,
    cards: [
      await recordCard(context, CallRecording, call, { badge: 'Kept', ...(isNew && undoable(context)) }),
      ...(actionItems.length > 0 ? [itemsCard(call, context)] : []),
    ],
    changes: isNew ? [{ entity: CallRecording.name, id, change: 'created' }] : [],
    focus: [focusOf(CallRecording, call), ...(await nearTo(context, CallRecording, call))],
    lastList: ITEMS_SHOWN,
    suggestions: [
      'Sum it up',
      'How did they sound?',
      ...(actionItems.length > 0 ? ['Create the tasks'] : []),
    ],
    isOutside: outsideOf(call.title),
    isAnswer: true,
  };
}
