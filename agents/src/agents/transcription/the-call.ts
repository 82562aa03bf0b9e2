import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { type HeardCall, heardCall } from '@clianta/crm-core/crm/call-recording/heard-call';
import { readTranscript } from '@clianta/crm-core/crm/call-recording/transcript/read-transcript';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { isId } from '@clianta/crm-core/entity/ids';
import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment, type AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import { textWayOf } from '@clianta/crm-core/files/text/text-kinds';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import type { ToolContext } from '../../tool.ts';
import { anyRecord } from '../../tools/any-record.ts';
import { periodShape, withinPeriod } from '../../tools/period.ts';
import type { CallView } from './call-words.ts';
import { heardValues } from './reading/heard-values.ts';
import { aboutRecord, aboutSpeakers, fileOf, takeInCall, whenOf } from './take-in-call.ts';

/** How people say which call they mean; nothing: the one that is spoken of, or that has just come. */
export const callShape = {
  with: slot({ kind: 'subject' }, z.string())
    .describe('Whom the call was with: a person, a company or a deal')
    .optional(),
  on: periodShape.describe('When it was').optional(),
  call: slot({ kind: 'text' }, z.string().trim().min(1).max(300)).describe('Words of its title').optional(),
};
export interface CallSaid {
  with?: string | undefined;
  on?: { from?: string | undefined; to?: string | undefined } | undefined;
  call?: string | undefined;
}

const NONE =
  'There is no recording of a call yet. Drop a transcript here (.vtt, .srt or text), or paste one: “transcript of the call with Acme: …”.';

/**
 * The call that is meant. A transcript that was dropped into the conversation is one, though nothing is kept of it yet.
 *
 * @throws InvalidError when there is none
 */
export async function theCall(context: ToolContext, said: CallSaid): Promise<CallView> {
  const found = await meant(context, said);
  if ('segments' in found) return requireHeard(found);
  const { file, text } = found;
  context.scope.onOutside?.(`the file ${file.name}`);
  const segments = readTranscript(text) ?? [];
  const at = whenOf(file, context);
  const values = await heardValues(context.crm, context.scope.workspaceId, segments, at);
  return { ...values, title: file.name, at };
}

/** The same, kept: a transcript that is only a file is taken in. */
export async function keptCall(context: ToolContext, said: CallSaid): Promise<HeardCall> {
  const found = await meant(context, said);
  if ('segments' in found) return requireHeard(found);
  const { file, text } = found;
  const segments = readTranscript(text) ?? [];
  const about = await aboutOf(context, file, segments);
  const { call } = await takeInCall(context, segments, { at: whenOf(file, context), about, file });
  return heardCall(context.crm, context.scope, call.id);
}

/** What a file's call is about: the record that the file belongs to, else whoever speaks. */
export const aboutOf = (
  context: ToolContext,
  { entity, recordId }: AttachmentRecord,
  segments: HeardCall['segments'],
) =>
  entity && recordId && entity !== CallRecording.name
    ? aboutRecord(context, { entity, id: recordId }).catch(() => aboutSpeakers(context, segments))
    : aboutSpeakers(context, segments);

/** @throws InvalidError for one that nobody has listened to yet */
function requireHeard(call: HeardCall): HeardCall {
  if (call.segments.length > 0) return call;
  const why = {
    waiting: 'is kept, and waits: nobody has listened to it yet, which needs a Gemini key (GOOGLE_API_KEY)',
    working: 'is being turned into text. I tell you when it is done',
    failed: `could not be turned into text${call.problem ? `: ${call.problem}` : ''}`,
    ready: 'has no words in it',
    partial: 'has no words in it',
  }[call.status];
  throw new InvalidError(`“${call.title}” ${why}.`);
}

type Meant = HeardCall | { file: AttachmentRecord; text: string };

async function meant(context: ToolContext, said: CallSaid): Promise<Meant> {
  const { crm, scope } = context;
  if (said.call && isId(said.call)) return heardCall(crm, scope, said.call);
  if (said.with || said.on || said.call) return described(context, said);
  for (const { entity, id } of context.focus) {
    if (entity === CallRecording.name) return heardCall(crm, scope, id);
    const found = entity === Attachment.name ? await transcriptIn(context, id) : undefined;
    if (found) return found;
  }
  const { records } = await crm.records(CallRecording).find(scope, { sort: '-at', limit: 1 });
  if (!records[0]) throw new InvalidError(NONE);
  return heardCall(crm, scope, records[0].id);
}

/** The newest that fits. @throws InvalidError */
async function described(context: ToolContext, said: CallSaid): Promise<HeardCall> {
  const { crm, scope } = context;
  const who = said.with ? await anyRecord(context, said.with, 'with') : undefined;
  if (said.with && !who) throw new InvalidError(`I know nobody and nothing called “${said.with}”.`);
  const own: Condition[] = who ? [{ field: await linkTo(context, who.entity), op: 'eq', value: who.id }] : [];
  const { records } = await crm.records(CallRecording).find(scope, {
    where: [...own, ...withinPeriod(context, 'at', said.on as never)],
    ...(said.call && { search: said.call }),
    sort: '-at',
    limit: 1,
  });
  const [newest] = records;
  if (newest) return heardCall(crm, scope, newest.id);
  const which = who ? ` of a call with ${who.title}` : said.call ? ` called “${said.call}”` : ' of that time';
  throw new InvalidError(`There is no recording${which}. Say “show the recordings” to see what there is.`);
}

/** The field of a call that refers to records of that kind. */
async function linkTo({ crm }: ToolContext, entity: string): Promise<string> {
  const field = crm.store.entity(CallRecording.name).fields.find(({ ref }) => ref === entity);
  if (field) return field.name;
  throw new InvalidError('A call is with a person, a company or about a deal.');
}

/** The text of a file of the conversation, where that is a transcript; its call, where it was taken in. */
async function transcriptIn(context: ToolContext, id: string): Promise<Meant | undefined> {
  const { crm, scope } = context;
  const known = await crm.records(CallRecording).findOne(scope, { fileId: id });
  if (known) return heardCall(crm, scope, known.id);
  const [file] = [...(await crm.records(Attachment).getMany(scope, [id])).values()];
  if (!file || file.isDeleted || textWayOf(file.mime) !== 'plain') return undefined;
  const text = await textOf(context, await fileOf(context, id));
  return readTranscript(text) ? { file, text } : undefined;
}

/** The words of a text file. @throws InvalidError saying why there are none */
export async function textOf({ crm, scope }: ToolContext, file: AttachmentRecord): Promise<string> {
  const read = await crm.files.texts.of(scope, file.id);
  if ('pages' in read) return read.pages.join('\n');
  throw new InvalidError(
    'problem' in read ? `I cannot read ${file.name}: ${read.problem}.` : `There is no text in ${file.name}.`,
  );
}
