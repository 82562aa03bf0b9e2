import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { CrmCore } from '../../crm-core.ts';
import { duplicateKey } from '../../entity/conflicts.ts';

/** By which a link of our mail says who follows it; the tracker takes it out of the address. */
export const TOKEN_NAME = '_ct';
/** Specification: so long it is good, and once. */
const TOKEN_MS = 30 * 60_000;
/** The key that it is made of; another one begins another number. */
const KEY_ID = '1';
const USED = 'usedVisitTokens';

const signed = ({ links }: Pick<CrmCore, 'links'>, body: string): string =>
  links.token(`visit-token:${body}`).slice(0, 32);

/** Made when a link is followed, not when it is mailed: a mail that lies about tells nobody's name. */
export function makeVisitToken(
  crm: Pick<CrmCore, 'links' | 'now'>,
  workspaceId: string,
  contactId: string,
): string {
  const until = (crm.now().getTime() + TOKEN_MS).toString(36);
  const body = [KEY_ID, contactId, until, randomBytes(9).toString('base64url')].join('.');
  return `${body}.${signed(crm, `${workspaceId}:${body}`)}`;
}

/** To be called once at the start. */
export async function prepareVisitTokens(crm: CrmCore): Promise<void> {
  await used(crm).createIndex({ at: 1 }, { expireAfterSeconds: (2 * TOKEN_MS) / 1_000 });
}

/** @returns whom it names; undefined for one that is not ours, too old, or was used before */
export async function spendVisitToken(
  crm: CrmCore,
  workspaceId: string,
  token: string,
): Promise<string | undefined> {
  const cut = token.lastIndexOf('.');
  const body = token.slice(0, Math.max(0, cut));
  const [given, own] = [
    Buffer.from(token.slice(cut + 1)),
    Buffer.from(signed(crm, `${workspaceId}:${body}`)),
  ];
  if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  const [keyId, contactId, until = ''] = body.split('.');
  const now = crm.now();
  if (keyId !== KEY_ID || !(Number.parseInt(until, 36) >= now.getTime())) return undefined;
  try {
    await used(crm).insertOne({ _id: body as never, at: now });
  } catch (error) {
    if (duplicateKey(error)) return undefined;
    throw error;
  }
  return contactId;
}

const used = ({ store }: Pick<CrmCore, 'store'>) => store.connection.collection(USED);
