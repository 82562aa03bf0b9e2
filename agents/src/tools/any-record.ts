import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { type AnyRecord, type SpokenEntity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { isId } from '@clianta/crm-core/entity/ids';
import { fold, foldWords } from '@clianta/crm-core/entity/search-text';
import type { ToolContext } from '../tool.ts';
import { AskBack } from './ask-back.ts';
import { focusOf } from './focus.ts';
import { candidates, resolveOne } from './resolve.ts';

/** Most candidates that a question back offers. */
const MOST_OPTIONS = 6;

/**
 * The one record of whatever kind that a name means: one that is called so is meant before one that is found by it.
 *
 * @param argument - where the answer to a question back goes
 * @param of - the kinds that are meant; default: all that have names
 * @returns undefined when there is none
 * @throws AskBack when records of several kinds, or several of a kind, are called so
 */
export async function anyRecord(
  context: ToolContext,
  name: string,
  argument: string,
  of: readonly SpokenEntity[] = context.catalogue.spoken,
): Promise<FocusItem | undefined> {
  const kinds = of.filter(({ talk }) => talk.isNamed !== false);
  const found = await Promise.all(
    kinds.map(async (entity) => ({ entity, records: await candidates(context, entity, name) })),
  );
  const ranked = found.flatMap(({ entity, records }) =>
    records.map((record) => ({ entity, record, rank: rankOf(titleOf(entity, record), name, record) })),
  );
  const best = Math.min(...ranked.map(({ rank }) => rank));
  const meant = ranked.filter(({ rank }) => rank === best);
  const [first] = meant;
  if (!first) return undefined;
  if (meant.every(({ entity }) => entity === first.entity))
    return focusOf(first.entity, await resolveOne(context, first.entity, name, argument));
  throw new AskBack({
    text: `What do you mean by “${name}”?`,
    options: meant.slice(0, MOST_OPTIONS).map(({ entity, record }) => ({
      label: titleOf(entity, record),
      detail: entity.label.one,
      value: record.id,
    })),
    argument,
  });
}

/** 0: it is called so; 1: its name begins with these words; 2: it is found by something else, or with a typo. */
function rankOf(title: string, name: string, { id }: AnyRecord): number {
  if (isId(name.trim()) ? id === name.trim() : fold(title) === fold(name)) return 0;
  const own = foldWords(title);
  return foldWords(name).every((word) => own.some((one) => one.startsWith(word))) ? 1 : 2;
}
