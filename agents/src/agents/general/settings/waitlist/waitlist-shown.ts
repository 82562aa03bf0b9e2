import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Referral } from '@clianta/crm-core/marketing/referral/referral.schema';
import { WaitlistEntry } from '@clianta/crm-core/marketing/waitlist/waitlist-entry.schema';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { counted } from '../../../../tools/format.ts';

const SHOWN = 10;
const PEOPLE = { one: 'person waits', many: 'people wait' };

/** Who waits, who comes next, and who has brought others along. */
export async function waitlistShown({ crm, scope }: ToolContext): Promise<ToolResult> {
  const entries = crm.records(WaitlistEntry);
  const where = (status: string) => ({ where: [{ field: 'status', op: 'eq' as const, value: status }] });
  const [waiting, invited, next, referrals] = await Promise.all([
    entries.count(scope, where('waiting')),
    entries.count(scope, where('invited')),
    entries.find(scope, { ...where('waiting'), sort: 'position', limit: SHOWN }),
    crm.records(Referral).find(scope, { sort: '-at', limit: 500 }),
  ]);
  const confirmed = referrals.records.filter(({ status }) => status === 'confirmed');
  const best = await bestReferrers(
    { crm, scope },
    confirmed.map(({ referrerId }) => referrerId),
  );
  const rejected = referrals.records.filter(({ status }) => status === 'rejected').length;
  return {
    text: [
      waiting + invited === 0
        ? 'The waitlist is empty. People get on it by a form: “make a waitlist form”.'
        : `${counted(waiting, PEOPLE)}, ${invited} ${invited === 1 ? 'was' : 'were'} invited.`,
      referrals.records.length === 0
        ? 'Nobody has referred anybody yet.'
        : `${counted(referrals.records.length, Referral.label)}: ${confirmed.length} confirmed, ${rejected} rejected.${best}`,
    ].join('\n\n'),
    ...(next.records.length > 0 && {
      cards: [
        {
          type: 'table' as const,
          title: 'Next on the waitlist',
          columns: [
            { key: 'position', label: 'Place' },
            { key: 'email', label: 'E-mail' },
          ],
          rows: next.records.map(({ position, email }) => ({ cells: { position: String(position), email } })),
          count: waiting,
        },
      ],
    }),
    suggestions: ['Invite the first 10 people from the waitlist', 'Make a waitlist form'],
    isOutside: 'what people sent by forms',
    isAnswer: true,
  };
}

async function bestReferrers(
  { crm, scope }: Pick<ToolContext, 'crm' | 'scope'>,
  ids: string[],
): Promise<string> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const top = [...counts].sort(([, one], [, other]) => other - one).slice(0, 3);
  const people = await crm.records(Contact).getMany(
    scope,
    top.map(([id]) => id),
  );
  const named = top.flatMap(([id, count]) =>
    people.has(id) ? [`**${people.get(id)?.name}** (${count})`] : [],
  );
  return named.length > 0 ? ` Most by ${named.join(', ')}.` : '';
}
