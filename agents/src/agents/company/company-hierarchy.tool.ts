import { descendantIds } from '@clianta/crm-core/crm/company/ancestors';
import { Company, type CompanyRecord } from '@clianta/crm-core/crm/company/company.schema';
import { openValue } from '@clianta/crm-core/intelligence/metrics/definitions/open-value';
import { wonValue } from '@clianta/crm-core/intelligence/metrics/definitions/won-value';
import type { Metric } from '@clianta/crm-core/intelligence/metrics/metric';
import { readMetric } from '@clianta/crm-core/intelligence/metrics/read-metric';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { figureInWords } from '../../tools/figure-words.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { listShown } from '../../tools/table-card.ts';

const NAMED = 5;
const MOST = 500;
const DAUGHTERS = { one: 'daughter', many: 'daughters' };

export const getCompanyHierarchy = defineTool({
  name: 'get_company_hierarchy',
  does: 'Looking at the hierarchy',
  operation: 'read',
  entity: 'company',
  description:
    'Shows the group of a company, from the top down to all subsidiaries, with what was won and what is open of it alone and together with its daughters ("revenue of Globex with daughters").',
  input: z.strictObject({ company: oneOf(Company) }),
  effect: 'read',
  async run({ company: name }, context): Promise<ToolResult> {
    const company: CompanyRecord = await resolveOne(context, Company, name, 'company');
    const { above, below } = await groupOf(context, company);
    const [parent] = above;
    const children = below.filter(({ parentId }) => parentId === company.id);
    const named = listed(children.slice(0, NAMED).map((child) => child.name));
    const more = below.length - Math.min(children.length, NAMED);
    const lines = [
      parent
        ? `**${company.name}** belongs to **${parent.name}**${above.length > 1 ? `, under **${above.at(-1)?.name}**` : ''}.`
        : `**${company.name}** has no parent company on record.`,
      children.length > 0
        ? `It owns ${named}${more > 0 ? ` and, below these, ${more} more` : ''}.`
        : 'It has no subsidiaries on record.',
      await rolledUp(context, company, below),
    ];
    const isAlone = above.length === 0 && below.length === 0;
    return {
      text: lines.filter(Boolean).join(' '),
      ...(!isAlone && { cards: [await treeCard(context, company, above, below)] }),
      focus: [focusOf(Company, company)],
      lastList: listShown(Company, [company, ...below]),
      isAnswer: true,
    };
  },
});

/** Those above, the parent first, and all below. */
async function groupOf({ crm, scope }: ToolContext, company: CompanyRecord) {
  const service = crm.records(Company);
  const above: CompanyRecord[] = [];
  for (let at = company.parentId; at && above.length < MOST; ) {
    const parent = (await service.getMany(scope, [at])).get(at);
    if (!parent || parent.isDeleted || above.some(({ id }) => id === parent.id)) break;
    above.push(parent);
    at = parent.parentId;
  }
  const ids = await descendantIds(crm.store, scope.workspaceId, company.id);
  const below = [...(await service.getMany(scope, ids.slice(0, MOST))).values()];
  return { above, below: below.toSorted((a, b) => a.name.localeCompare(b.name)) };
}

/** What was won and is open, of the company alone and with its daughters: it says which of them counts. */
async function rolledUp(
  context: ToolContext,
  company: CompanyRecord,
  below: readonly CompanyRecord[],
): Promise<string> {
  const figure = async (metric: Metric, ids: readonly string[]) =>
    figureInWords(context, metric, (await figuresOf(context, metric, ids)).all);
  const own = [company.id];
  const [won, open] = await Promise.all([figure(wonValue, own), figure(openValue, own)]);
  if (below.length === 0) return `Won so far: ${won}; open: ${open}.`;
  const all = [...own, ...below.map(({ id }) => id)];
  const [wonInAll, openInAll] = await Promise.all([figure(wonValue, all), figure(openValue, all)]);
  return `Won so far: ${won} by ${company.name} alone, **${wonInAll}** with its ${counted(below.length, DAUGHTERS)}. Open: ${open} alone, **${openInAll}** with them.`;
}

const figuresOf = ({ crm, scope }: ToolContext, metric: Metric, ids: readonly string[]) =>
  readMetric(crm, scope, metric, { where: [{ field: 'companyId', op: 'in', value: [...ids] }] });

/** The group as a table, each level a step further to the right. */
async function treeCard(
  context: ToolContext,
  company: CompanyRecord,
  above: readonly CompanyRecord[],
  below: readonly CompanyRecord[],
): Promise<TableCard> {
  const line = [...above].reverse();
  const ordered = [...line, company].map((one, depth) => ({ one, depth }));
  const addBelow = (parentId: string, depth: number) => {
    for (const one of below.filter((child) => child.parentId === parentId)) {
      ordered.push({ one, depth });
      addBelow(one.id, depth + 1);
    }
  };
  addBelow(company.id, line.length + 1);
  const rows = await Promise.all(
    ordered.map(async ({ one, depth }) => ({
      entity: Company.name,
      id: one.id,
      cells: {
        name: `${'\u2003'.repeat(depth)}${depth > 0 ? '└ ' : ''}${one.name}`,
        status: one.status,
        won: figureInWords(context, wonValue, (await figuresOf(context, wonValue, [one.id])).all),
      },
    })),
  );
  return {
    type: 'table',
    title: `Group of ${line[0]?.name ?? company.name}`,
    columns: [
      { key: 'name', label: 'Company' },
      { key: 'status', label: 'Status' },
      { key: 'won', label: 'Won', align: 'right' },
    ],
    rows,
    count: rows.length,
  };
}
