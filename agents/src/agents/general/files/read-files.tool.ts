import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment, type AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import { z } from 'zod';
import { slot } from '../../../slot.ts';
import { defineTool, type QuestionOption, type ToolContext, type ToolResult } from '../../../tool.ts';
import { anyRecord } from '../../../tools/any-record.ts';
import { fileCard } from '../../../tools/file-card.ts';
import { fileTakers } from '../../../tools/file-takers.ts';
import { counted, formatDay, listed, sizeInWords } from '../../../tools/format.ts';
import { findPassages } from './find-passage.ts';
import { fileInMind, fileMeant, filesInMind, filesOf } from './the-file.ts';

const CHANGE = 'change_file';
const READ = 'read_files';
/** Files that are listed with a button each. */
const MOST_LISTED = 6;
/** Of a text that is opened. */
const LONGEST_START = 600;
const TOGETHER_MS = 2 * 60_000;
/** Records that what has come can be attached to with a button, and tools that it is for. */
const MOST_PLACES = 2;

export const readFiles = defineTool({
  name: READ,
  does: 'Looking at files',
  slash: { command: 'files', args: (rest) => ({ action: 'list' as const, ...(rest && { of: rest }) }) },
  description:
    'Files of a record or of this conversation: lists them (list), opens one (open), or finds in the text of one what is asked (ask), with quote and page.',
  input: z.strictObject({
    action: z.enum(['list', 'open', 'ask', 'offer']).optional(),
    of: slot({ kind: 'subject' }, z.string()).describe('The record whose files they are').optional(),
    file: slot({ kind: 'record', entity: Attachment.name }, z.string())
      .describe('Words of its name; none: the one spoken of last')
      .optional(),
    called: slot({ kind: 'text' }, z.string()).describe('Its name, as it was said').optional(),
    question: slot({ kind: 'text' }, z.string()).describe('What is to be found in its text').optional(),
  }),
  effect: 'read',
  answersAbout: { entity: Attachment.name, argument: 'question', args: { action: 'ask' } },
  async run({ action, of, file: pointed, called, question }, context): Promise<ToolResult> {
    if (action === 'offer') return offer(context);
    const file = pointed ?? called;
    if (question || action === 'ask')
      return asked(context, await fileMeant(context, of, file), question ?? '');
    if (file || action === 'open') return opened(context, await fileMeant(context, of, file));
    return list(context, of);
  },
});

async function list(context: ToolContext, of: string | undefined): Promise<ToolResult> {
  const record = of ? await anyRecord(context, of, 'of') : undefined;
  if (of && !record) throw new InvalidError(`I know nothing called “${of}”.`);
  const files = record ? await filesOf(context, record) : await ownFiles(context);
  const whose = record ? `**${record.title}** has` : 'You have';
  const near = record ? [record] : [];
  if (files.length === 0)
    return {
      text: record
        ? `${whose} no files. Drop one here and say “attach this to ${record.title}”.`
        : 'There are no files of yours yet. Drop one into the chat.',
      focus: near,
      isAnswer: true,
    };
  const count = counted(files.length, Attachment.label);
  return {
    text: `${whose} ${count}.`,
    cards: [
      {
        type: 'list',
        title: record ? `Files of ${record.title}` : 'Your newest files',
        items: files.map((file) => ({ title: file.name, detail: detailOf(file, context) })),
        count: files.length,
      },
    ],
    focus: [...near, ...files.slice(0, MOST_LISTED).map(fileInMind)],
    // "the second" opens it
    question: {
      text: files.length === 1 ? 'Shall I open it?' : 'Which one shall I open?',
      argument: '',
      options: files.slice(0, MOST_LISTED).map((file) => ({
        label: file.name,
        value: file.id,
        call: { tool: READ, args: { action: 'open', file: file.id } },
      })),
    },
    isAnswer: true,
  };
}

/** Those of the conversation, else the newest that the person has uploaded. */
async function ownFiles(context: ToolContext): Promise<AttachmentRecord[]> {
  const near = await filesInMind(context);
  if (near.length > 0) return near;
  const { records } = await context.crm.records(Attachment).find(context.scope, {
    where: [{ field: 'uploaderId', op: 'eq', value: context.scope.actor.id }],
    limit: MOST_LISTED,
  });
  return records;
}

const detailOf = (file: AttachmentRecord, context: ToolContext): string =>
  `${sizeInWords(file.bytes)}, ${formatDay(file.createdAt, context)}`;

async function opened(context: ToolContext, file: AttachmentRecord): Promise<ToolResult> {
  const text = await context.crm.files.texts.of(context.scope, file.id);
  const start = 'pages' in text ? text.pages.join('\n').trim().replace(/\s+/g, ' ') : '';
  const shown = start.length > LONGEST_START ? `${start.slice(0, LONGEST_START).trimEnd()}…` : start;
  const pages = 'pages' in text && text.pages.length > 1 ? `, ${text.pages.length} pages` : '';
  const about =
    'problem' in text
      ? ` I cannot read it: ${text.problem}.`
      : 'none' in text
        ? ' There is no text in it.'
        : '';
  return {
    text: `**${file.name}** (${detailOf(file, context)}${pages}).${about}${shown ? `\n\nIt begins: “${shown}”` : ''}`,
    cards: [fileCard(file)],
    focus: [fileInMind(file)],
    ...(shown && { isOutside: `the file ${file.name}` }),
    isAnswer: true,
  };
}

async function asked(context: ToolContext, file: AttachmentRecord, question: string): Promise<ToolResult> {
  const text = await context.crm.files.texts.of(context.scope, file.id);
  const focus = [fileInMind(file)];
  if ('problem' in text)
    return { text: `I cannot read **${file.name}**: ${text.problem}.`, focus, isAnswer: true };
  if ('none' in text)
    return {
      text: `There is no text in **${file.name}**, so I cannot find anything in it. It may be a scan or a picture.`,
      cards: [fileCard(file)],
      focus,
      isAnswer: true,
    };
  const found = findPassages(text.pages, question);
  if (found.length === 0)
    return {
      text: `I find nothing about “${question.replace(/\?+$/, '')}” in **${file.name}**.`,
      cards: [fileCard(file)],
      focus,
      isAnswer: true,
    };
  const paged = text.pages.length > 1;
  const quotes = found.map(({ quote, page }) => `> ${quote}${paged ? ` (page ${page})` : ''}`);
  return {
    text: `In **${file.name}**:\n\n${quotes.join('\n\n')}`,
    focus,
    isOutside: `the file ${file.name}`,
    isAnswer: true,
  };
}

/** Files have come without a word: what can be done with them. */
async function offer(context: ToolContext): Promise<ToolResult> {
  const files = await filesInMind(context);
  const [first] = files;
  if (!first) return { text: 'No file has come.', isAnswer: true };
  const fresh = ofOneMessage(files);
  const places = context.focus.filter(({ entity }) =>
    context.catalogue.spoken.some((one) => one.name === entity),
  );
  const attach = places.slice(0, MOST_PLACES).map(
    ({ id, title }): QuestionOption => ({
      label: `Attach to ${title}`,
      value: id,
      call: { tool: CHANGE, args: { action: 'attach', file: first.id, to: id } },
    }),
  );
  const read: QuestionOption[] =
    first.textState === 'none'
      ? []
      : [{ label: 'Read it', value: 'read', call: { tool: READ, args: { action: 'open', file: first.id } } }];
  const takers = await fileTakers(context.crm, context.scope, context.catalogue, first);
  const taken = takers.slice(0, MOST_PLACES).flatMap(({ tool: { name, takesFiles } }): QuestionOption[] =>
    takesFiles
      ? [
          {
            label: takesFiles.label,
            value: name,
            call: { tool: name, args: { [takesFiles.argument]: first.id } },
          },
        ]
      : [],
  );
  const named = listed(fresh.map(({ name, bytes }) => `**${name}** (${sizeInWords(bytes)})`));
  const it = fresh.length === 1 ? 'it' : 'them';
  return {
    text: `Got ${named}. What shall I do with ${it}? Say for example “attach this to Acme”.`,
    focus: fresh.map(fileInMind),
    question: {
      text: `What shall I do with ${it}?`,
      argument: '',
      options: [
        ...taken,
        ...attach,
        ...read,
        {
          label: 'Delete it',
          value: 'delete',
          call: { tool: CHANGE, args: { action: 'delete', file: first.id } },
        },
      ],
    },
    isAnswer: true,
  };
}

/** Those that came together: within minutes of the newest. */
function ofOneMessage(files: readonly AttachmentRecord[]): AttachmentRecord[] {
  const [newest] = files;
  return files.filter(
    ({ createdAt }) => newest && Math.abs(createdAt.getTime() - newest.createdAt.getTime()) < TOGETHER_MS,
  );
}
