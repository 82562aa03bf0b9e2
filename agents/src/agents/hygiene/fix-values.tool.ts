import { bulkChange } from '@clianta/crm-core/entity/bulk';
import { FAULTS, FIXABLE, type Found } from '@clianta/crm-core/intelligence/hygiene/faults';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolResult } from '../../tool.ts';
import { bulkOptions, bulkResult } from '../../tools/bulk-result.ts';
import { filterShape } from '../../tools/fields.ts';
import { counted } from '../../tools/format.ts';
import { describeChanges } from '../../tools/present.ts';
import { stillTrue } from '../../tools/still-true.ts';
import { type Faulty, type FaultyArgs, faultyRecords } from './faulty-records.ts';
import { ofAudited, ownedBy } from './merge-kinds.ts';

const SAMPLE = 8;

export const fixValues = defineTool({
  name: 'fix_values',
  does: 'Mending values',
  description:
    'Mends what is surely wrong: phone numbers without country code, slips in e-mail domains, names in capitals, countries written in several ways, a missing company or country that follows from the rest. Always proposed first.',
  input: z.strictObject({ kind: z.enum(FIXABLE), of: ofAudited, owner: ownedBy, ...filterShape() }),
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { entity, found } = await faultyRecords(context, args as FaultyArgs);
    const mendable = mendableOf(found);
    if (mendable.length === 0) return undefined;
    const sample = await Promise.all(
      mendable.slice(0, SAMPLE).map(async ({ record, found: { what, fix } }) => {
        const changes = await describeChanges(context, entity, fix, { ...record });
        const after = changes.map(({ label, from, to }) => `${label}: ${from ?? '—'} → ${to}`).join('; ');
        return { title: record.name ?? what, detail: after };
      }),
    );
    const left = found.length - mendable.length;
    return {
      title: `Mend ${counted(mendable.length, entity.label)}: ${FAULTS[args.kind].label.toLowerCase()}`,
      preview: {
        count: mendable.length,
        sample,
        changes:
          left > 0 ? [{ label: 'Left as they are', to: `${left}, since nobody can know what is right` }] : [],
      },
      recordIds: mendable.map(({ record }) => record._id),
      recordVersions: mendable.map(({ record }) =>
        Number(({ ...record } as { version?: number }).version ?? 0),
      ),
    };
  },
  async run(args, context): Promise<ToolResult> {
    if (!context.approvedIds) {
      const { entity, found } = await faultyRecords(context, args as FaultyArgs);
      const what = FAULTS[args.kind].label.toLowerCase();
      return {
        text:
          found.length === 0
            ? `There is nothing to mend: none of these ${entity.label.many} has that (${what}).`
            : `${counted(found.length, entity.label)} ${found.length === 1 ? 'has' : 'have'} that (${what}), and nobody can know what is right. Say how to change them.`,
        isAnswer: true,
      };
    }
    const { entity } = await faultyRecords(context, args as FaultyArgs, []);
    const { ids, leftOut } = await stillTrue(context, entity, undefined);
    const { found } = await faultyRecords(context, { kind: args.kind, of: args.of }, ids);
    const fixes = new Map(mendableOf(found).map(({ record, found: { fix } }) => [record._id, fix]));
    const result = await bulkChange(
      context.crm.records(entity),
      context.scope,
      { where: [{ field: 'id', op: 'in', value: ids }] },
      { kind: 'updateEach', patchOf: ({ id }) => (fixes.get(id) ?? {}) as never },
      bulkOptions(context, entity, 'Mended'),
    );
    return bulkResult(context, entity, result, 'updated', 'Mended', leftOut);
  },
});

type Mendable = {
  record: Faulty['found'][number]['record'];
  found: Found & { fix: Record<string, unknown> };
};

const mendableOf = (found: Faulty['found']): Mendable[] =>
  found.filter((one): one is Mendable => one.found.fix !== undefined);
