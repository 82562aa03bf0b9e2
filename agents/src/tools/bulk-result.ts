import type { BulkResult } from '@clianta/crm-core/entity/bulk';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { ToolContext, ToolResult } from '../tool.ts';
import { focusOf } from './focus.ts';
import { counted } from './format.ts';
import { DEFAULT_LIMIT } from './search-tool.ts';
import { tableCard } from './table-card.ts';

export function nothingFound(entity: Entity): ToolResult {
  return { text: `There are no ${entity.label.many} like that, so nothing was changed.`, isAnswer: true };
}

/** Only what was approved, and word of the progress where there are many. */
export function bulkOptions(context: ToolContext, entity: Entity, done: string) {
  return {
    onProgress: (n: number, total: number) => {
      if (total > 20 && n % 20 === 0) context.status(`${done} ${n} of ${total} ${entity.label.many}`);
    },
  };
}

/** What became of many records, with a table of the first ones. */
export async function bulkResult(
  context: ToolContext,
  entity: Entity,
  result: BulkResult,
  change: 'updated' | 'deleted',
  done: string,
  leftOut = '',
): Promise<ToolResult> {
  const service = context.crm.records(entity);
  const touched = result.changed.length;
  if (touched + result.unchanged.length + result.failed.length === 0) {
    if (!leftOut) return nothingFound(entity);
    return { text: `Nothing was ${change}. ${leftOut}`, outcome: 'failed', isAnswer: true };
  }
  const records = await service.getMany(context.scope, result.changed.slice(0, DEFAULT_LIMIT));
  const parts = [`${done} ${counted(touched, entity.label)}.`];
  if (result.unchanged.length > 0)
    parts.push(`${counted(result.unchanged.length, entity.label)} already had that.`);
  if (result.failed.length > 0) {
    const why = result.failed.slice(0, 5).map((failure) => `${failure.title}: ${failure.message}`);
    parts.push(`${counted(result.failed.length, entity.label)} could not be changed. ${why.join(' ')}`);
  }
  if (leftOut) parts.push(leftOut);
  const isAll = result.failed.length === 0 && !leftOut;
  const card = await tableCard(context, entity, [...records.values()], {
    title: `${done} ${entity.label.many}`,
    count: touched,
  });
  return {
    text: parts.join(' '),
    cards: touched > 0 ? [{ ...card, undoGroupId: result.groupId }] : [],
    outcome: isAll ? 'done' : touched > 0 ? 'partly' : 'failed',
    changes: result.changed.map((id) => ({ entity: entity.name, id, change })),
    focus: change === 'deleted' ? [] : [...records.values()].map((record) => focusOf(entity, record)),
    isAnswer: true,
  };
}
