import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { ErasureStep } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import type { PersonSurvey } from '@clianta/crm-core/erasure/survey-person';
import type { TableCard } from '../../reply.schema.ts';
import { listed } from '../../tools/format.ts';

/** Places that are named in a sentence. */
const NAMED = 6;

export const totalOf = (steps: readonly ErasureStep[]): number =>
  steps.reduce((sum, { found }) => sum + found, 0);

/** "in emails (3), activities (2) and 7 others". */
export function foundInWords(steps: readonly ErasureStep[]): string {
  if (steps.length === 0) return 'nowhere';
  const most = [...steps].sort((a, b) => b.found - a.found);
  const named = most.slice(0, NAMED).map(({ target, found }) => `${target} (${found})`);
  const rest = totalOf(most.slice(NAMED));
  return `in ${listed([...named, ...(rest > 0 ? [`${rest} others`] : [])])}`;
}

/** What says only their name, which others may have as well. */
export function namesInWords({ count, examples }: PersonSurvey['named']): string {
  if (count === 0) return '';
  const shown = examples.map(({ target, text }) => `- ${target}: “${text}”`);
  const only = count === 1 ? 'One text has only the name' : `${count} texts have only the name`;
  return [`${only}, which is taken out too:`, ...shown].join('\n');
}

export const sharedInWords = (shared: readonly string[]): string =>
  shared.length > 0 ? `${listed([...shared])} stays in texts, as others have it too.` : '';

export function placesCard(title: string, steps: readonly ErasureStep[]): TableCard {
  return {
    type: 'table',
    title,
    columns: [
      { key: 'place', label: 'Where' },
      { key: 'found', label: 'Found', align: 'right' },
      { key: 'why', label: 'Kept because' },
    ],
    rows: steps.map(({ target, found, why }) => ({
      cells: { place: target, found: String(found), why: why ?? '' },
    })),
    count: steps.length,
  };
}

export const certificateLink = (crm: CrmCore, id: string): string =>
  `[in the settings](${crm.links.address(`/settings/erasures#${id}`)})`;
