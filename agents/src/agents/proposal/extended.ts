import type { ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { dayOf } from '@clianta/crm-core/entity/days';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import type { ToolContext } from '../../tool.ts';

const COUNTS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const STRETCH = /(\d+|an?|another|[a-z]+)\s+(?:more\s+)?(day|week|month)s?/i;

/** The last day of validity, so much later; what has run out goes on from today. @throws InvalidError for no stretch of days */
export function extended(
  { validUntil = '' }: Pick<ProposalRecord, 'validUntil'>,
  said: string,
  { now, timeZone }: Pick<ToolContext, 'now' | 'timeZone'>,
): string {
  const [, count = '', unit = ''] = STRETCH.exec(said) ?? [];
  const many = /^(?:an?|another)$/i.test(count)
    ? 1
    : /^\d+$/.test(count)
      ? Number(count)
      : COUNTS.indexOf(count.toLowerCase());
  if (!unit || many < 1)
    throw new InvalidError(
      `By how much is it valid longer? “${said}” is no number of days, weeks or months.`,
    );
  const today = dayOf(now, timeZone);
  const from = DateTime.fromISO(validUntil > today ? validUntil : today);
  return from.plus({ [`${unit.toLowerCase()}s`]: many }).toFormat('yyyy-MM-dd');
}
