import type { GuardContext } from '../../entity/define-entity.ts';
import { hasRole, type Role } from '../../entity/scope.ts';
import { DEFAULT_OFFER_RULES, type OfferRules } from './proposal-settings.schema.ts';
import { deepestDiscount, type Priced } from './proposal-totals.ts';

/** What shares lose on their way through numbers. */
const ROUNDING = 1e-9;

/** Says why this discount is not for this role to give; one that was given before may stay. */
export async function discountRefusal(
  { before, after }: { before?: Priced; after?: Priced },
  { role, readWhere }: Pick<GuardContext, 'role' | 'readWhere'>,
): Promise<string | undefined> {
  if (!after) return undefined;
  const given = deepestDiscount(after);
  if (given <= (before ? deepestDiscount(before) : 0) + ROUNDING) return undefined;
  const rules = {
    ...DEFAULT_OFFER_RULES,
    ...((await readWhere('proposalSettings', {})) as Partial<OfferRules>),
  };
  const takes = takerOf(given, rules);
  if (!takes || hasRole({ role }, takes.role)) return undefined;
  return `A discount of ${inPercent(given)} takes ${takes.role === 'owner' ? 'an owner' : 'an admin'}: over ${inPercent(takes.above)} it is theirs to give. Ask one of them, or give less.`;
}

/** Who may give a discount, where not everybody may. */
export function takerOf(
  discount: number,
  { adminAbove, ownerAbove }: Pick<OfferRules, 'adminAbove' | 'ownerAbove'>,
): { role: Role; above: number } | undefined {
  if (discount > ownerAbove + ROUNDING) return { role: 'owner', above: ownerAbove };
  if (discount > adminAbove + ROUNDING) return { role: 'admin', above: adminAbove };
  return undefined;
}

const inPercent = (share: number) => `${Number((share * 100).toFixed(1))}%`;
