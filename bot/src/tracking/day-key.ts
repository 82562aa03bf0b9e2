import { createHash, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { CrmCore } from '@clianta/crm-core/crm-core';

const SALTS = 'visitSalts';
const DAY_MS = 86_400_000;

/** To be called once at the start. */
export async function prepareSalts(crm: CrmCore): Promise<void> {
  await salts(crm).createIndex({ at: 1 }, { expireAfterSeconds: (2 * DAY_MS) / 1_000 });
}

/**
 * Tells visitors of one day apart who have not agreed to be known again. The salt is made by chance each day and thrown away
 * afterwards, so that nobody can make a hash again, or tell that two days had the same visitor.
 */
export class DayKeys {
  readonly #crm: CrmCore;
  #salt: { day: string; value: Promise<string> } | undefined;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  async of(siteId: string, address: string | undefined, userAgent: string): Promise<string> {
    const day = this.#crm.now().toISOString().slice(0, 10);
    if (this.#salt?.day !== day) {
      const value = saltOf(this.#crm, day);
      this.#salt = { day, value };
      value.catch(() => {
        this.#salt = undefined;
      });
    }
    const salt = await this.#salt.value;
    return createHash('sha256')
      .update([salt, siteId, shortAddress(address), userAgent].join('\n'))
      .digest('hex')
      .slice(0, 24);
  }
}

async function saltOf(crm: CrmCore, day: string): Promise<string> {
  const stored = await salts(crm).findOneAndUpdate(
    { _id: day as never },
    { $setOnInsert: { salt: randomBytes(32).toString('base64'), at: crm.now() } },
    { upsert: true, returnDocument: 'after' },
  );
  return String(stored?.salt);
}

const salts = ({ store }: CrmCore) => store.connection.collection(SALTS);

/** An address without the part that tells households apart: three bytes of IPv4, 48 bits of IPv6. */
export function shortAddress(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain.split('.').slice(0, 3).join('.');
  const [head = '', tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const before = head.split(':').filter(Boolean);
  const whole = tail === undefined ? before : [...before, ...Array.from({ length: 3 }, () => '0')];
  return whole.slice(0, 3).join(':');
}
