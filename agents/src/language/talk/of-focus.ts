import type { Catalogue } from '../../catalogue.ts';
import { slotNamed } from '../../slot.ts';
import type { Decision } from '../decide/decide.ts';
import type { LanguageContext } from '../language-context.ts';
import { MIN_CONFIDENCE } from '../read/frames/read-clause.ts';

/** A record that was shown comes with those that it refers to. */
const NEAR = 3;

/**
 * "Push the close to 8 January", of the deal that was just spoken of: the record that an order leaves out is the one that
 * the talk is about. Nothing is deleted so, and nothing of several that were listed.
 */
export function ofFocus(
  decision: Decision,
  { focus, lastList }: LanguageContext,
  catalogue: Catalogue,
): Decision {
  if (decision.kind !== 'unclear' || !decision.lacks || !decision.isRestRead) return decision;
  const { tool: name, args, argument } = decision.lacks;
  const tool = catalogue.tool(name)?.tool;
  const slot = tool && slotNamed(tool.input, argument);
  const [first] = focus;
  if (!tool || !first || tool.operation === 'delete') return decision;
  if ((lastList?.ids?.length ?? 0) > 1 && lastList?.ids?.includes(first.id)) return decision;
  const near = focus.slice(0, NEAR);
  const meant =
    slot?.kind === 'subject'
      ? first
      : slot?.kind === 'record'
        ? near.find(({ entity }) => entity === slot.entity)
        : undefined;
  if (!meant) return decision;
  const draft = { tool: name, args: { ...args, [argument]: meant.id }, confidence: MIN_CONFIDENCE };
  return { kind: 'do', drafts: [draft], why: `it is said of ${meant.title}, which was spoken of last` };
}
