import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { type AnyRecord, titleOf } from '@clianta/crm-core/entity/define-entity';
import { FAULT_KINDS, FAULTS, FIXABLE } from '@clianta/crm-core/intelligence/hygiene/faults';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { MOST_ROWS, searchShape } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { capitalize, counted } from '../../tools/format.ts';
import { listShown, tableCard } from '../../tools/table-card.ts';
import { faultyRecords } from './faulty-records.ts';
import { ofAudited, ownedBy } from './merge-kinds.ts';

const SHOWN = 20;
const { where, anyOf, text, limit, page, countOnly } = searchShape(Contact);

export const listIssue = defineTool({
  name: 'list_issue',
  does: 'Looking for faults in the data',
  operation: 'list',
  entity: 'contact',
  description:
    'Lists the contacts, companies or deals that have one fault: wrong e-mails, phones, names or countries, missing values, stale for 180 days, overdue; with what is wrong.',
  input: z.strictObject({
    kind: z.enum(FAULT_KINDS),
    of: ofAudited,
    owner: ownedBy,
    where,
    anyOf,
    text,
    limit,
    page,
    countOnly,
  }),
  effect: 'read',
  async run({ limit = SHOWN, page = 1, countOnly, ...args }, context): Promise<ToolResult> {
    const { entity, found } = await faultyRecords(context, args as Parameters<typeof faultyRecords>[1]);
    const { label } = FAULTS[args.kind];
    const what = label.toLowerCase();
    if (found.length === 0)
      return { text: `None of these ${entity.label.many} has that: ${what}.`, isAnswer: true };
    const isFixable = (FIXABLE as readonly string[]).includes(args.kind);
    const mendable = found.filter(({ found: { fix } }) => fix).length;
    const mend = isFixable && mendable > 0 ? ` Of ${mendable} I know how to mend it.` : '';
    const sentence = `${counted(found.length, entity.label)}: ${what}.${mend}`;
    if (countOnly) return { text: sentence, isAnswer: true };
    const from = (page - 1) * limit;
    const inOrder = found.toSorted((a, b) => (a.record.name ?? '').localeCompare(b.record.name ?? ''));
    const shown = inOrder.slice(from, from + Math.min(limit, MOST_ROWS));
    const records = await context.crm.records(entity).getMany(
      context.scope,
      shown.map(({ record }) => record._id),
    );
    const rows: AnyRecord[] = shown.flatMap(({ record }) => records.get(record._id) ?? []);
    const wrong = new Map(shown.map(({ record, found: { what: is } }) => [record._id, is]));
    const table = await tableCard(context, entity, rows, {
      title: `${capitalize(entity.label.many)}: ${what}`,
      count: found.length,
    });
    const [name, ...others] = table.columns;
    return {
      text: sentence,
      cards: [
        {
          ...table,
          columns: [...(name ? [name] : []), { key: 'wrong', label: 'What is wrong' }, ...others],
          rows: table.rows.map((row) => ({
            ...row,
            cells: { ...row.cells, wrong: wrong.get(row.id ?? '') ?? '' },
          })),
        },
      ],
      facts: rows.map((record) => titleOf(entity, record)),
      focus: rows.slice(0, 12).map((record) => focusOf(entity, record)),
      lastList: listShown(entity, rows),
      suggestions: mendable > 0 ? ['Fix them'] : [],
      isAnswer: true,
    };
  },
});
