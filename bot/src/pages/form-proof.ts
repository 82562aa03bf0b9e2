import { timingSafeEqual } from 'node:crypto';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { InvalidError } from '@clianta/crm-core/errors';
import { createChallenge, extractParams, verifySolution } from 'altcha-lib/v1';
import { z } from 'zod';

/** Nobody reads and fills in a form faster; a form that was opened a day ago is loaded anew. */
const LEAST_MS = 2_000;
const MOST_MS = 24 * 3_600_000;
/** Hashes that a browser tries at most: about a quarter of a second of a phone, and a cost for whoever sends thousands. */
const MOST_TRIES = 50_000;
const SPENT = 'spentFormProofs';

/** The proof of work with its solution, as a page sends it back. */
export const proofSchema = z.strictObject({
  algorithm: z.literal('SHA-256'),
  challenge: z.string().regex(/^[0-9a-f]{64}$/),
  number: z.number().int().min(0).max(MOST_TRIES),
  salt: z.string().max(400).endsWith('&'),
  signature: z.string().regex(/^[0-9a-f]{64}$/),
});
type Proof = z.output<typeof proofSchema>;

/** One answer for whatever is wrong: whoever guesses learns nothing. */
const REFUSED = 'This form was open for too long, or was sent before. Please load the page anew.';

/**
 * What tells people who fill in a form from programs: when it was begun, signed, and a proof of work. Both are one signed
 * challenge, which a script fetches, so that no page holds it that a cache could hand to others; and it is good for one
 * submission, the same sent again included.
 */
export class FormProofs {
  readonly #crm: Pick<CrmCore, 'links' | 'store' | 'now'>;
  readonly #key: string;

  constructor(crm: Pick<CrmCore, 'links' | 'store' | 'now'>) {
    this.#crm = crm;
    this.#key = crm.links.token('form-proof');
  }

  /** To be called once at the start. */
  async prepare(): Promise<void> {
    await this.#spent.createIndex({ at: 1 }, { expireAfterSeconds: (2 * MOST_MS) / 1_000 });
  }

  begin(form: string) {
    const params = { form, at: String(this.#crm.now().getTime()) };
    return createChallenge({ hmacKey: this.#key, maxnumber: MOST_TRIES, params });
  }

  /** @throws InvalidError unless it is a proof of this form, of the last day, that no other submission has used */
  async spend(form: string, clientId: string, proof: Proof): Promise<void> {
    const { form: own, at } = extractParams(proof);
    const age = this.#crm.now().getTime() - Number(at);
    if (!(await verifySolution(proof, this.#key, false)) || own !== form || !(age <= MOST_MS))
      throw new InvalidError(REFUSED, { proof: 'is not valid' });
    if (age < LEAST_MS)
      throw new InvalidError('That was very quick. Please wait a moment and send it again.', {
        proof: 'was begun just now',
      });
    await this.#spendOnce(`${form}:${proof.challenge}`, clientId);
  }

  /** A page without scripts carries when it was begun, for one submission. */
  stamp(form: string, clientId: string): string {
    const at = this.#crm.now().getTime();
    return `${at}.${this.#crm.links.token(`form-stamp:${form}:${clientId}:${at}`)}`;
  }

  /** @throws InvalidError unless the stamp is of this form and submission, and of the last day */
  requireStamp(form: string, clientId: string, stamp: string): void {
    const at = Number(/^(\d{1,16})\./.exec(stamp)?.[1]);
    const own = `${at}.${this.#crm.links.token(`form-stamp:${form}:${clientId}:${at}`)}`;
    const age = this.#crm.now().getTime() - at;
    if (!isSame(stamp, own) || !(age <= MOST_MS)) throw new InvalidError(REFUSED);
    if (age < LEAST_MS)
      throw new InvalidError('That was very quick. Please wait a moment and send it again.');
  }

  async #spendOnce(id: string, clientId: string): Promise<void> {
    const at = this.#crm.now();
    const known = await this.#spent.findOneAndUpdate(
      { _id: id as never },
      { $setOnInsert: { clientId, at } },
      { upsert: true, returnDocument: 'after' },
    );
    if (known?.clientId !== clientId) throw new InvalidError(REFUSED, { proof: 'was used before' });
  }

  get #spent() {
    return this.#crm.store.connection.collection(SPENT);
  }
}

/** In a time that does not tell how much of it is right. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
