import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment, type AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import { z } from 'zod';
import { slot } from '../../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../../tool.ts';
import { anyRecord } from '../../../tools/any-record.ts';
import { fileCard } from '../../../tools/file-card.ts';
import { sizeInWords } from '../../../tools/format.ts';
import { PAPERS, PLACES, proposeSaving, saveToDrive } from './save-to-drive.ts';
import { fileInMind, theFile } from './the-file.ts';

export const changeFile = defineTool({
  name: 'change_file',
  does: 'Putting a file where it belongs',
  description:
    'Attaches a file to a record (attach): the one that came with the message or was spoken of last, or one by its name; moves it from another record. Deletes a file (delete), which is asked first. Saves a file, a proposal as PDF or the transcript of a call to Google Drive (drive).',
  input: z.strictObject({
    action: z.enum(['attach', 'delete', 'drive']).optional(),
    file: slot({ kind: 'record', entity: Attachment.name }, z.string())
      .describe('Words of its name; none: the one spoken of last')
      .optional(),
    called: slot({ kind: 'text' }, z.string()).describe('Its name, as it was said').optional(),
    to: slot({ kind: 'subject' }, z.string()).describe('The record that it shall belong to').optional(),
    place: slot({ kind: 'option', options: PLACES }, z.string())
      .describe('For Drive: what it was called')
      .optional(),
    paper: z.enum(PAPERS).describe('For Drive: a proposal or a transcript instead of a file').optional(),
    of: slot({ kind: 'subject' }, z.string()).describe('For Drive: whom or what it is of').optional(),
  }),
  effect: 'ask',
  async propose({ action, file, called, to, paper, of }, context): Promise<Proposal | undefined> {
    if (action !== 'delete' && !context.mustPropose) return undefined;
    if (action === 'drive') return proposeSaving(context, { file: file ?? called, paper, of });
    const meant = await theFile(context, file ?? called);
    const where = await placeOf(context, meant);
    const target = action !== 'delete' && to ? await anyRecord(context, to, 'to') : undefined;
    return {
      title: target ? `Attach ${meant.name} to ${target.title}` : `Delete ${meant.name}`,
      preview: {
        count: 1,
        sample: [{ title: meant.name, detail: [sizeInWords(meant.bytes), where].filter(Boolean).join(', ') }],
        changes: target ? [{ label: 'Belongs to', ...(where && { from: where }), to: target.title }] : [],
      },
      isDestructive: action === 'delete',
      recordIds: [meant.id],
    };
  },
  async run({ action, file, called, to, paper, of }, context): Promise<ToolResult> {
    if (action === 'drive') return saveToDrive(context, { file: file ?? called, paper, of });
    const meant = await theFile(context, context.approvedIds?.[0] ?? file ?? called);
    return action === 'delete' ? remove(context, meant) : attach(context, meant, to);
  },
});

async function attach(
  context: ToolContext,
  file: AttachmentRecord,
  to: string | undefined,
): Promise<ToolResult> {
  if (!to)
    throw new InvalidError(`Whom or what does ${file.name} belong to? Say for example “attach it to Acme”.`);
  const target = await anyRecord(context, to, 'to');
  if (!target) throw new InvalidError(`I know no person, company or deal called “${to}”.`);
  const before = await placeOf(context, file);
  const { crm, scope } = context;
  const after = await crm.files.attach(scope, file.id, { entity: target.entity, id: target.id });
  const isNew = after.version !== file.version;
  const moved = before && isNew ? ` It belonged to ${before} before.` : '';
  return {
    text: isNew
      ? `Attached **${file.name}** to **${target.title}**.${moved}`
      : `**${file.name}** belongs to **${target.title}** already.`,
    cards: [fileCard(after)],
    changes: isNew ? [{ entity: Attachment.name, id: file.id, change: 'updated' }] : [],
    focus: [fileInMind(file), target],
    ...(isNew && { suggestions: ['Undo that', `Files of ${target.title}`] }),
    isAnswer: true,
  };
}

async function remove(context: ToolContext, file: AttachmentRecord): Promise<ToolResult> {
  await context.crm.files.remove(context.scope, file.id);
  return {
    text: `Deleted **${file.name}**.`,
    changes: [{ entity: Attachment.name, id: file.id, change: 'deleted' }],
    suggestions: ['Undo that'],
    isAnswer: true,
  };
}

/** What the file belongs to, by name. */
async function placeOf({ crm, scope }: ToolContext, { entity, recordId }: AttachmentRecord): Promise<string> {
  const kind = entity ? crm.store.entities.get(entity) : undefined;
  if (!kind || !recordId) return '';
  const record = (await crm.records(kind).getMany(scope, [recordId])).get(recordId);
  return record ? kind.titleOf({ ...record } as never) : '';
}
