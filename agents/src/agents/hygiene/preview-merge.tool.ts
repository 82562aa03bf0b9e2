import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Merge } from '@clianta/crm-core/intelligence/hygiene/merge-records';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { listed } from '../../tools/format.ts';
import { listShown } from '../../tools/table-card.ts';
import { AUDITED, mergeShape } from './merge-kinds.ts';
import { movesInWords, sideBySide, told } from './merge-words.ts';
import { type MergeArgs, plannedMerges } from './planned-merges.ts';

export const previewMerge = defineTool({
  name: 'preview_merge',
  does: 'Looking at what a merge would do',
  description:
    'Shows two records of one person or company side by side and what a merge would leave: which stays, which values win, what moves. Changes nothing; “keep the second” turns it round.',
  input: z.strictObject(mergeShape),
  effect: 'read',
  async run(args, context): Promise<ToolResult> {
    const { entity, merges, leftOut } = await plannedMerges(context, args as MergeArgs);
    const [merge, ...more] = merges;
    if (!merge) return nothingToMerge(entity, leftOut);
    if (more.length > 0) {
      const names = await told(
        context,
        entity,
        merges.map(({ survivor }) => survivor),
      );
      return {
        text: `${merges.length} groups would become one record each: ${listed(names.slice(0, 5))}${names.length > 5 ? ` and ${names.length - 5} more` : ''}. Name one to see it side by side, or say “merge all duplicates”.`,
        focus: focusOfAll(entity, merges),
        isAnswer: true,
      };
    }
    return mergePreview(context, entity, merge, args as MergeArgs);
  },
});

export function nothingToMerge(entity: Entity, leftOut: readonly string[]): ToolResult {
  const left = leftOut.length > 0 ? ` I left out ${listed([...leftOut])}.` : '';
  return {
    text: `There are no ${entity.label.many} to merge that look like one and the same.${left}`,
    isAnswer: true,
  };
}

const focusOfAll = (entity: Entity, merges: readonly Merge[]) =>
  merges.flatMap(({ survivor, others }) => [survivor, ...others]).map((record) => focusOf(entity, record));

/** What one merge would leave, with what can be done about it. */
export async function mergePreview(
  context: ToolContext,
  entity: Entity,
  merge: Merge,
  { choices, field, take }: MergeArgs,
  before = '',
): Promise<ToolResult> {
  const { survivor, others } = merge;
  const [stays = '', ...go] = await told(context, entity, [survivor, ...others]);
  const moves = movesInWords([merge]);
  const isDeal = Object.keys(AUDITED).find((key) => AUDITED[key] === entity);
  const [key, otherKey] = isDeal === 'companies' ? ['company', 'otherCompany'] : ['contact', 'otherContact'];
  const ids = { [key ?? '']: survivor.id, [otherKey ?? '']: others[0]?.id };
  const rest = others.slice(1).map(({ id }) => id);
  const chosen = { ...choices, ...(field && take && { [field]: take }) };
  const same = {
    ...ids,
    ...(rest.length > 0 && { others: rest }),
    ...(Object.keys(chosen).length > 0 && {
      choices: byId(chosen, [survivor.id, ...others.map(({ id }) => id)]),
    }),
  };
  return {
    text: `${before}${stays} would stay, and ${listed(go)} would go into it.${moves ? ` ${moves}.` : ''} Nothing is changed yet.`,
    cards: [await sideBySide(context, entity, merge)],
    focus: focusOfAll(entity, [merge]),
    lastList: listShown(entity, [survivor, ...others]),
    question: {
      text: 'Shall they become one?',
      argument: '',
      options: [
        {
          label: 'Merge them',
          value: 'merge',
          call: { tool: 'merge_records', args: { ...same, keep: 'first' } },
        },
        ...(others.length === 1
          ? [
              {
                label: 'Keep the other one',
                detail: go[0]?.replaceAll('**', '') ?? '',
                value: 'other',
                call: { tool: 'preview_merge', args: { ...same, keep: 'second' } },
              },
              {
                label: 'They are not the same',
                value: 'dismiss',
                call: { tool: 'merge_records', args: { ...ids, keep: 'apart' } },
              },
            ]
          : []),
      ],
    },
    isAnswer: true,
  };
}

/** "first" and "second" change places when the other one is kept; ids do not. */
const byId = (choices: Record<string, string>, ids: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(choices).map(([name, from]) => [
      name,
      from === 'first' ? (ids[0] ?? from) : from === 'second' ? (ids[1] ?? from) : from,
    ]),
  );
