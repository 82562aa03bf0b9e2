import { createHash, randomInt } from 'node:crypto';
import type { CrmCore } from '../crm-core.ts';
import { requireScope, type Scope } from '../entity/scope.ts';
import { ForbiddenError } from '../errors.ts';

/** Without letters and digits that are taken for one another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 8;
const MINUTES = 10;

interface StoredCode {
  /** A hash: who reads the database cannot use it. */
  _id: string;
  workspaceId: string;
  userId: string;
  /** MongoDB removes it then. */
  expiresAt: Date;
}

const codes = (crm: CrmCore) => crm.store.connection.collection<StoredCode>('linkCodes');
const hashOf = (code: string) =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');

/** What a link code looks like where somebody says it: "link K7QP-2MXA". */
export const SAID_CODE = /^\s*\/?(?:link|connect)\s+([a-z0-9]{4}-?[a-z0-9]{4})\s*$/i;

/**
 * A code by which a person proves on another channel who they are: `K7QP-2MXA`, once, for ten minutes. An earlier one of
 * theirs is void.
 */
export async function makeLinkCode(crm: CrmCore, scope: Scope): Promise<{ code: string; expiresAt: Date }> {
  requireScope(scope);
  if (scope.actor.type !== 'user') throw new ForbiddenError('Only a person can link an account.');
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const code = `${letters.slice(0, 4)}-${letters.slice(4)}`;
  const expiresAt = new Date(crm.now().getTime() + MINUTES * 60_000);
  const { workspaceId } = scope;
  const userId = scope.actor.id;
  await codes(crm).createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  await codes(crm).deleteMany({ workspaceId, userId });
  await codes(crm).insertOne({ _id: hashOf(code), workspaceId, userId, expiresAt });
  return { code, expiresAt };
}

/** Uses a code up. @throws ForbiddenError when there is no such code, or it was used, or it has run out */
export async function useLinkCode(
  crm: CrmCore,
  code: string,
): Promise<{ workspaceId: string; userId: string }> {
  const found = await codes(crm).findOneAndDelete({ _id: hashOf(code) });
  if (!found || found.expiresAt <= crm.now())
    throw new ForbiddenError(
      'This code is not valid, or not any more. Codes hold for ten minutes and once: get a new one in Settings.',
    );
  return { workspaceId: found.workspaceId, userId: found.userId };
}
