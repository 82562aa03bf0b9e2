import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  DuplicatePair,
  type DuplicatePairRecord,
} from '@clianta/crm-core/intelligence/duplicate-pair/duplicate-pair.schema';
import { MOST_MERGED } from '@clianta/crm-core/intelligence/hygiene/merge-records';
import { suspectPair } from '@clianta/crm-core/intelligence/hygiene/store-pairs';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { focusOf } from '../../tools/focus.ts';
import { listed } from '../../tools/format.ts';
import { AUDITED, type PairArgs } from './merge-kinds.ts';
import { told } from './merge-words.ts';
import { meantBy } from './pair-meant.ts';

/** Two that look alike are different ones: they are never suggested as duplicates again. */
export async function keepApart(args: PairArgs, context: ToolContext): Promise<ToolResult> {
  const meant = await meantBy(context, args);
  if (!meant)
    throw new InvalidError(
      'Say which two are different, for example “Jane Doe and J. Doe are not the same”.',
    );
  const { entity, records } = meant;
  const pair = await pairOf(context, entity, records);
  const { crm, scope } = context;
  const both = records.filter(({ id }) => id === pair.aId || id === pair.bId);
  const names = await told(context, entity, both);
  const isNew = pair.status !== 'dismissed';
  if (isNew) await crm.records(DuplicatePair).update(scope, pair.id, { status: 'dismissed' });
  return {
    text: isNew
      ? `${listed(names)} stay two. I will not suggest them as duplicates again.`
      : `${listed(names)} are known to be different already.`,
    changes: isNew ? [{ entity: DuplicatePair.name, id: pair.id, change: 'updated' }] : [],
    focus: both.map((record) => focusOf(entity, record)),
    suggestions: isNew ? ['Undo that', 'Find duplicates'] : [],
    isAnswer: true,
  };
}

/** The pair that two of these records are; two that nobody suspected become one. @throws AskBack when several pairs may be meant */
async function pairOf(
  context: ToolContext,
  entity: Entity,
  records: readonly AnyRecord[],
): Promise<DuplicatePairRecord> {
  const { crm, scope } = context;
  const ids = records.map(({ id }) => id);
  const pairs = crm.records(DuplicatePair);
  const known = await pairs.find(scope, {
    where: [
      { field: 'entity', op: 'eq', value: entity.name },
      { field: 'aId', op: 'in', value: ids },
      { field: 'bId', op: 'in', value: ids },
      ...(records.length > 2 ? [{ field: 'status', op: 'eq' as const, value: 'open' }] : []),
    ],
    sort: '-score',
    limit: MOST_MERGED + 1,
  });
  const [only, ...more] = known.records;
  if (only && more.length === 0) return only;
  if (!only) {
    const [a, b, ...rest] = records;
    if (!a || !b || rest.length > 0)
      throw new InvalidError(`None of these ${entity.label.many} is suspected to be another one.`);
    return pairs.get(scope, await suspectPair(crm, scope.workspaceId, entity.name, a.id, b.id));
  }
  const titleAt = (id: string) => records.find((record) => record.id === id);
  const isCompany = entity === AUDITED.companies;
  throw new AskBack({
    text: 'Which two are different?',
    argument: '',
    options: known.records.slice(0, MOST_MERGED).flatMap(({ aId, bId, reasons }) => {
      const [a, b] = [titleAt(aId), titleAt(bId)];
      if (!a || !b) return [];
      return {
        label: `${titleOf(entity, a)} and ${titleOf(entity, b)}`,
        ...(reasons[0] && { detail: reasons[0].text }),
        value: `${aId} ${bId}`,
        call: {
          tool: 'merge_records',
          args: {
            keep: 'apart',
            ...(isCompany ? { company: aId, otherCompany: bId } : { contact: aId, otherContact: bId }),
          },
        },
      };
    }),
  });
}
