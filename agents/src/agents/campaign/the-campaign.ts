import {
  Campaign,
  type CampaignRecord,
  type CampaignStatus,
} from '@clianta/crm-core/marketing/campaign/campaign.schema';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { resolveOne } from '../../tools/resolve.ts';

const OFFERED = 6;
const NOUN =
  /\b(?:the|our|my|this|that|campaigns?|mailings?|newsletters?|mass mail|e-?mail blast|blast)\b/giu;

/**
 * The campaign of that name; without one, the one that was spoken of last, else the only one in such a state.
 *
 * @param preferred - of several these are meant
 * @throws AskBack when several may be meant
 */
export async function theCampaign(
  context: ToolContext,
  name: string | undefined,
  preferred: readonly CampaignStatus[] = [],
): Promise<CampaignRecord> {
  const { crm, scope } = context;
  const plain = name?.replace(NOUN, ' ').replace(/["“”]/g, '').replace(/\s+/g, ' ').trim();
  if (name && plain) return resolveOne(context, Campaign, plain, 'mailing');
  const spokenOf = context.focus.find(({ entity }) => entity === Campaign.name);
  if (spokenOf) return crm.records(Campaign).get(scope, spokenOf.id);
  const { records } = await crm.records(Campaign).find(scope, {
    where: [{ field: 'status', op: 'ne', value: 'cancelled' }],
    sort: '-updatedAt',
    limit: OFFERED,
  });
  const such = records.filter(({ status }) => preferred.includes(status));
  const [only, ...others] = such.length > 0 ? such : records;
  if (only && others.length === 0) return only;
  throw new AskBack({
    text: only
      ? 'Which campaign do you mean?'
      : 'There are no campaigns yet. Say “a launch campaign for customers in Germany” to draft one.',
    options: (such.length > 0 ? such : records).map(({ id, name: label, status }) => ({
      label,
      detail: status,
      value: id,
    })),
    argument: 'mailing',
  });
}
