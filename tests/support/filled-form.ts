import { createHash, randomBytes } from 'node:crypto';
import { FormProofs } from '@clianta/bot/pages/form-proof';
import type { CrmCore } from '@clianta/crm-core/crm-core';

type Challenge = Awaited<ReturnType<FormProofs['begin']>>;

/** What a browser does with a challenge. */
function solved({ algorithm, challenge, salt, signature, maxnumber = 0 }: Challenge) {
  for (let number = 0; number <= maxnumber; number++) {
    const hash = createHash('sha256').update(`${salt}${number}`).digest('hex');
    if (hash === challenge) return { algorithm, challenge, salt, signature, number };
  }
  throw new Error('The challenge has no solution.');
}

/** A proof of a form that was opened some time ago. */
export const proofOf = async ({ links, store }: CrmCore, form: string, agoMs = 5_000) =>
  solved(await new FormProofs({ links, store, now: () => new Date(Date.now() - agoMs) }).begin(form));

export const aClientId = (): string => randomBytes(12).toString('base64url');
