import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { countryOfPhone } from '../../entity/phone-number.ts';
import { CliantaError } from '../../errors.ts';

const priceSchema = z.object({
  price_unit: z.string(),
  outbound_sms_prices: z.array(
    z.object({ prices: z.array(z.object({ number_type: z.string(), current_price: z.coerce.number() })) }),
  ),
});
/** Of more numbers the price is not asked for: each country is a call. */
const MOST_COUNTRIES = 5;

/**
 * What texts cost at most, in words: carriers differ, so the dearest of a country is taken.
 *
 * @returns undefined where Twilio does not say; that keeps nobody from sending
 */
export async function textPrice(
  crm: CrmCore,
  workspaceId: string,
  credentialId: string,
  { phones, count }: { phones: readonly string[]; count: number },
): Promise<string | undefined> {
  const countries = phones.map((phone) => countryOfPhone(phone));
  const distinct = [...new Set(countries)];
  if (distinct.length > MOST_COUNTRIES || distinct.includes(undefined)) return undefined;
  try {
    const { call } = await crm.integrations.connection(workspaceId, credentialId);
    let total = 0;
    let unit = '';
    for (const country of distinct) {
      const answer = await call({
        base: 'pricing',
        path: `/v1/Messaging/Countries/${country}`,
        timeoutMs: 3_000,
        isRepeatable: false,
      });
      const { price_unit, outbound_sms_prices: carriers } = answer.json(priceSchema);
      const each = Math.max(...carriers.flatMap(({ prices }) => prices.map((one) => one.current_price)));
      if (!Number.isFinite(each) || (unit && unit !== price_unit)) return undefined;
      unit = price_unit;
      total += each * count * countries.filter((one) => one === country).length;
    }
    return `${total.toFixed(4).replace(/(\.\d\d\d*?)0+$/, '$1')} ${unit.toUpperCase()}`;
  } catch (error) {
    if (error instanceof CliantaError) return undefined;
    throw error;
  }
}
