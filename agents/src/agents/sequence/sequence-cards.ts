import { Sequence, type SequenceRecord } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { stepText, stepTitle } from '@clianta/crm-core/marketing/sequence/step-in-words';
import type { Card } from '../../reply.schema.ts';

const MOST_TEXT = 160;

/** The steps with their days. */
export function stepsCard({ id, name, status, steps }: SequenceRecord): Card {
  return {
    type: 'list',
    title: `${name} (${status})`,
    items: steps.map((step, at) => {
      const text = stepText(step)?.replace(/\s+/g, ' ');
      return {
        title: stepTitle(step, at),
        ...(text && { detail: text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text }),
        ...(at === 0 && { entity: Sequence.name, id }),
      };
    }),
    count: steps.length,
  };
}
