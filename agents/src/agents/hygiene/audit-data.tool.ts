import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { type Audit, audit } from '@clianta/crm-core/intelligence/hygiene/audit-records';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { capitalize, counted, formatNumber, listed } from '../../tools/format.ts';
import { resolveUser } from '../../tools/resolve.ts';
import { AUDITED, ofAudited, ownedBy } from './merge-kinds.ts';
import { openPairs } from './open-pairs.ts';

/** Faults that are named in the sentence. */
const NAMED = 3;

export const auditData = defineTool({
  name: 'audit_data',
  does: 'Checking the data',
  operation: 'other',
  description:
    'Says how good the data is, from 0 to 100, and what is wrong the most: duplicates, missing, wrong and outdated values; also by owner.',
  input: z.strictObject({
    of: ofAudited,
    owner: ownedBy,
    by: z.enum(['owner']).optional().describe('Compare teammates by their data'),
  }),
  effect: 'read',
  async run({ of, owner, by }, context): Promise<ToolResult> {
    const kinds = (of ? [AUDITED[of]] : Object.values(AUDITED)) as Entity[];
    const who = owner ? await resolveUser(context, owner, 'owner') : undefined;
    const filter = who ? { where: [{ field: 'ownerId', op: 'eq' as const, value: who.id }] } : {};
    const audits: Array<{ entity: Entity; audit: Audit }> = [];
    for (const entity of kinds) {
      context.signal.throwIfAborted();
      if (entity.matchKeys) await openPairs(context, entity);
      audits.push({ entity, audit: await audit(context.crm, context.scope, entity, filter) });
    }
    const counts = audits.reduce((sum, one) => sum + one.audit.count, 0);
    const whose = who ? ` of ${who.name}` : '';
    if (counts === 0)
      return {
        text: `There is nothing${whose} to check: no ${listed(kinds.map(({ label }) => label.many))}.`,
        isAnswer: true,
      };
    const quality = Math.round(
      audits.reduce((sum, one) => sum + one.audit.quality * one.audit.count, 0) / counts,
    );
    const faults = audits
      .flatMap(({ entity, audit: { faults } }) => faults.map((fault) => ({ ...fault, entity })))
      .toSorted((a, b) => b.count * b.weight - a.count * a.weight);
    const top = faults
      .slice(0, NAMED)
      .map(({ label, count, entity }) => `${label.toLowerCase()} (${counted(count, entity.label)})`);
    const what =
      kinds.length === 1 && kinds[0] ? `The ${kinds[0].label.many}${whose} come` : `The data${whose} comes`;
    const worst = top.length > 0 ? ` What weighs most: ${listed(top)}.` : ' I found nothing wrong.';
    const compared = by === 'owner' ? await byOwner(context, audits) : undefined;
    return {
      text: `${what} to **${quality} of 100**.${worst}${compared ? ` ${compared.text}` : ''}`,
      cards: [...(compared ? [compared.card] : []), faultTable(context, faults, audits)],
      facts: { quality, faults: faults.map(({ kind, count }) => ({ kind, count })) },
      suggestions: ['Find duplicates', 'Which contacts are stale?'],
      isAnswer: true,
    };
  },
});

function faultTable(
  context: ToolContext,
  faults: ReadonlyArray<Audit['faults'][number] & { entity: Entity }>,
  audits: ReadonlyArray<{ entity: Entity; audit: Audit }>,
): TableCard {
  const all = new Map(audits.map(({ entity, audit: { count } }) => [entity.name, count]));
  return {
    type: 'table',
    title: 'What is wrong',
    columns: [
      { key: 'fault', label: 'Fault' },
      { key: 'of', label: 'Of' },
      { key: 'count', label: 'Records', align: 'right' },
      { key: 'share', label: 'Share', align: 'right' },
      { key: 'costs', label: 'Costs each', align: 'right' },
    ],
    rows: faults.map(({ label, entity, count, weight }) => ({
      cells: {
        fault: label,
        of: capitalize(entity.label.many),
        count: formatNumber(count, context),
        share: `${Math.round((100 * count) / (all.get(entity.name) ?? 1))} %`,
        costs: String(weight),
      },
    })),
    count: faults.length,
    ...(audits.length > 1 && {
      total: {
        label: 'Quality',
        value: audits.map(({ entity, audit: { quality } }) => `${entity.label.many} ${quality}`).join(', '),
      },
    }),
  };
}

/** Who keeps their data how well, the worst first. */
async function byOwner(
  { crm, scope }: ToolContext,
  audits: ReadonlyArray<{ audit: Audit }>,
): Promise<{ text: string; card: TableCard } | undefined> {
  const { team } = await crm.facts(scope.workspaceId);
  const owners = new Map<string, { count: number; sum: number }>();
  for (const { audit: one } of audits)
    for (const [id, { count, quality }] of one.byOwner) {
      const known = owners.get(id) ?? { count: 0, sum: 0 };
      owners.set(id, { count: known.count + count, sum: known.sum + quality * count });
    }
  const rows = [...owners]
    .flatMap(([id, { count, sum }]) => {
      const name = team.find((member) => member.id === id)?.name;
      return name ? [{ name, count, quality: Math.round(sum / count) }] : [];
    })
    .toSorted((a, b) => a.quality - b.quality);
  const [worst, best] = [rows[0], rows.at(-1)];
  if (!worst || !best) return undefined;
  return {
    text:
      rows.length > 1
        ? `${best.name} keeps the best data (${best.quality}), ${worst.name} the worst (${worst.quality}).`
        : '',
    card: {
      type: 'table',
      title: 'Quality by owner',
      columns: [
        { key: 'owner', label: 'Owner' },
        { key: 'count', label: 'Records', align: 'right' },
        { key: 'quality', label: 'Quality', align: 'right' },
      ],
      rows: rows.map(({ name, count, quality }) => ({
        cells: { owner: name, count: String(count), quality: String(quality) },
      })),
      count: rows.length,
    },
  };
}
