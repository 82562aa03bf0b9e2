import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { exportRecords } from '@clianta/crm-core/imports/export/export-records';
import { importableKinds } from '@clianta/crm-core/imports/imports';
import { z } from 'zod';
import { filterInWords, kindInWords } from '../../language/filter-in-words.ts';
import { slot } from '../../slot.ts';
import { defineTool, type LastList, type ToolContext, type ToolResult } from '../../tool.ts';
import { beyondTheName } from '../../tools/conditions-in-words.ts';
import { fileCard } from '../../tools/file-card.ts';
import { counted } from '../../tools/format.ts';
import { storedFilter, storedSort, type ToolFilter } from '../../tools/translate.ts';

/** What points at the list that was shown. */
const SHOWN =
  /^(?:(?:all |only )?(?:of )?(?:them|these|those|that|this|it)|(?:the|this|that|my) (?:list|result|results|table)|list)$/i;

export const exportRecordsTool = defineTool({
  name: 'export_records',
  does: 'Writing a file',
  description:
    'Writes records into a CSV or Excel file to take away: all of a kind, those that words describe, or the list that was shown.',
  input: z.strictObject({
    what: slot(
      { kind: 'records' },
      z
        .string()
        .trim()
        .min(1)
        .max(300)
        .describe('Which records, in words: “customers in Germany”, “open deals of Lena”, “them”'),
    ),
    columns: slot(
      { kind: 'text' },
      z.string().trim().min(1).max(300).describe('Which columns, in words: “name, phone and e-mail”'),
    ).optional(),
    format: z.enum(['csv', 'excel', 'xlsx', 'spreadsheet']).default('csv'),
  }),
  effect: 'read',
  async run({ what, columns, format }, context): Promise<ToolResult> {
    const { crm, scope, conversationId } = context;
    const { entity, filter } = SHOWN.test(what.trim())
      ? await shownList(context)
      : await described(context, what);
    const { file, count } = await exportRecords(crm, scope, entity, {
      filter,
      format: format === 'csv' ? 'csv' : 'xlsx',
      conversationId,
      columns: columns
        ?.split(/\s*(?:,|;|\band\b|&)\s*/i)
        .map((one) => one.replace(/^(?:the|only)\s+/i, ''))
        .filter(Boolean),
    });
    return {
      text: `Here ${count === 1 ? 'is' : 'are'} ${counted(count, entity.label)}${await beyondTheName(context, entity, filter)} as ${format === 'csv' ? 'a CSV file' : 'an Excel sheet'}.`,
      cards: [fileCard(file)],
      isAnswer: true,
      facts: { count, file: file.name },
    };
  },
});

/** @throws InvalidError naming the words that no rule reads: a file of more than was asked for would be wrong */
async function described(
  { crm, scope, catalogue }: ToolContext,
  what: string,
): Promise<{ entity: Entity; filter: Filter }> {
  const [usual] = importableKinds(crm, { role: 'system' });
  if (!usual) throw new InvalidError('There is nothing to export.');
  const plain = what.replace(
    /^(?:all|every|everything|the|our|full list of|list of|a list of)\s+(?!without)/i,
    '',
  );
  const entity = await kindInWords(crm, catalogue, scope, usual, plain);
  const { filter, sort, unread } = await filterInWords(crm, catalogue, scope, entity, plain);
  const nouns = new Set([
    entity.label.one,
    entity.label.many,
    entity.plural,
    ...(entity.aliases ?? []),
    'our',
    'all',
    'data',
    'every',
    'list',
  ]);
  const words = unread.filter((word) => !nouns.has(word.toLowerCase()));
  if (words.length > 0)
    throw new InvalidError(
      `I do not know what “${words.join(' ')}” means here. Say which ${entity.label.many}: “customers in Germany”, “open deals of Lena”.`,
    );
  return { entity, filter: { ...filter, ...(sort && { sort }) } };
}

/** The list that was shown last. @throws InvalidError when there is none */
async function shownList(context: ToolContext): Promise<{ entity: Entity; filter: Filter }> {
  const { crm, scope, conversationId, catalogue } = context;
  const conversation = await crm.records(Conversation).get(scope, conversationId);
  const list = conversation.lastList as unknown as LastList | undefined;
  const entity = list && catalogue.entities.get(list.entity);
  if (!list || !entity)
    throw new InvalidError(
      'No list was shown here yet. Say which records: “export all contacts in Germany”.',
    );
  const sort = storedSort(entity, list.sort);
  const filter = await storedFilter(context, entity, list as unknown as ToolFilter);
  return { entity, filter: { ...filter, ...(sort && { sort }) } };
}
