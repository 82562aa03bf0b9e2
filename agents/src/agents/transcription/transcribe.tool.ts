import { transcribeCall } from '@clianta/crm-core/crm/call-recording/call-jobs';
import { type CallRecord, CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment, type AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import { kindOfName } from '@clianta/crm-core/files/file-kinds';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { fileMeant } from '../../tools/file-meant.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { saidAbout } from './add-transcript.tool.ts';
import { callOfFile, fileOf, keepCall, whenOf } from './take-in-call.ts';
import { aboutOf } from './the-call.ts';

const isSound = (name: string): boolean => /^(?:audio|video)$/.test(kindOfName(name)?.group ?? '');

export const transcribe = defineTool({
  name: 'transcribe',
  does: 'Turning sound into text',
  operation: 'create',
  entity: CallRecording.name,
  description:
    'Turns the recording of a call (mp3, m4a, wav, ogg, flac, mp4, mov, webm; at most 500 MB and 3 hours) into text with who speaks; tries one again that failed. It takes minutes, and is told when it is done.',
  input: z.strictObject({
    file: slot({ kind: 'text' }, z.string().trim().min(1).max(255))
      .describe('Its name; left out: the newest in the conversation')
      .optional(),
    with: slot({ kind: 'subject' }, z.string())
      .describe('Whom the call was with: a person, a company or a deal')
      .optional(),
  }),
  effect: 'write',
  takesFiles: { argument: 'file', label: 'Transcribe it', fits: ({ name }) => isSound(name) },
  async run({ file: name, with: whom }, context): Promise<ToolResult> {
    const known = name ? undefined : await unheardInMind(context);
    const file = known ? undefined : await soundMeant(context, name);
    const before = known ?? (file && (await callOfFile(context, file.id)));
    if (before && (before.status === 'ready' || before.status === 'working'))
      throw new InvalidError(
        before.status === 'ready'
          ? `“${before.title}” is turned into text already. Say “show the transcript”.`
          : `“${before.title}” is being turned into text. I tell you when it is done.`,
      );
    const call = before
      ? await context.crm.records(CallRecording).update(context.scope, before.id, {
          status: 'waiting',
          problem: null,
          windows: [],
        })
      : await keep(context, file as AttachmentRecord, whom);
    const { workspaceId } = call;
    await context.crm.enqueue(
      transcribeCall,
      { callId: call.id },
      { workspaceId, key: `transcribe ${call.id}` },
    );
    return {
      text: context.canListen
        ? `I listen to **${call.title}**. That takes some minutes; I tell you when it is done.`
        : `Kept **${call.title}**. It waits: turning sound into text needs a Gemini key (GOOGLE_API_KEY), and there is none. A transcript (.vtt, .srt, text) needs no key.`,
      cards: [
        await recordCard(context, CallRecording, call, {
          badge: context.canListen ? 'Listening' : 'Waiting',
          ...(!before && undoable(context)),
        }),
      ],
      changes: [{ entity: CallRecording.name, id: call.id, change: before ? 'updated' : 'created' }],
      focus: [focusOf(CallRecording, call)],
      isAnswer: true,
    };
  },
});

/** The recording that is spoken of, where it is to be tried again. A newer file is meant rather. */
async function unheardInMind({ crm, scope, focus }: ToolContext): Promise<CallRecord | undefined> {
  for (const { entity, id, title } of focus) {
    if (entity === Attachment.name && isSound(title)) return undefined;
    if (entity !== CallRecording.name) continue;
    const call = (await crm.records(CallRecording).getMany(scope, [id])).get(id);
    return call?.fileId && call.status !== 'ready' ? call : undefined;
  }
  return undefined;
}

/** @throws InvalidError for what is no sound */
async function soundMeant(context: ToolContext, name: string | undefined): Promise<AttachmentRecord> {
  const file = await fileOf(context, (await fileMeant(context, name, ['audio', 'video'])).id);
  if (isSound(file.name)) return file;
  throw new InvalidError(
    `${file.name} has no sound in it. I take mp3, m4a, wav, ogg, flac, mp4, mov and webm.`,
  );
}

async function keep(
  context: ToolContext,
  file: AttachmentRecord,
  whom: string | undefined,
): Promise<CallRecord> {
  const about = whom ? await saidAbout(context, whom) : await aboutOf(context, file, []);
  return keepCall(context, { status: 'waiting' }, [], { at: whenOf(file, context), about, file });
}
