import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope, TokenLimits } from '@clianta/crm-core/entity/scope';
import { ForbiddenError, UnauthenticatedError } from '@clianta/crm-core/errors';
import { type Account, accountOf } from '@clianta/crm-core/workspace/accounts';
import { bearerOf, TOKEN_MARK } from '@clianta/crm-core/workspace/api-token/api-tokens';
import { scopeOfMember } from '@clianta/crm-core/workspace/scope-of-user';
import { parse } from 'cookie';
import type { Request, RequestHandler } from 'express';
import type { ChannelName } from '../channel.ts';
import { SESSION_COOKIE, type Sessions } from './sessions.ts';

/** Browsers cannot send this header across sites without a permission that only our own pages have. */
const CLIENT_HEADER = 'x-clianta-client';
/** Whom the page believes to be signed in. */
const USER_HEADER = 'x-clianta-user';
/** Methods that change nothing. */
export const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who a session lets in, and where. */
export interface Authenticated {
  account: Account;
  sessionId: string;
  /** The only workspace that it opens; absent for all of theirs. */
  onlyIn?: string;
  /** Of an API token. */
  token?: TokenLimits;
}

const admitted = new WeakMap<Request, Authenticated>();

/** The session's token of a request: the cookie, or `Authorization: Bearer`. */
export function tokenOf(headers: { cookie?: string | undefined; authorization?: string | undefined }) {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer) return { token: bearer, isCookie: false };
  const cookie = headers.cookie ? parse(headers.cookie)[SESSION_COOKIE] : undefined;
  return cookie ? { token: cookie, isCookie: true } : undefined;
}

/**
 * @param expected - whom the page that asks believes to be signed in; in the meantime another tab may have signed in as
 *   somebody else, with the same cookie
 * @throws UnauthenticatedError when the session has ended or is another person's than expected
 */
export async function authenticate(
  crm: CrmCore,
  sessions: Sessions,
  token: string,
  expected?: string,
): Promise<Authenticated> {
  const { id: sessionId, userId, startedAt, workspaceId } = await sessions.read(token);
  if (expected && expected !== userId)
    throw new UnauthenticatedError('Somebody else has signed in meanwhile. Please reload the page.');
  const account = await accountOf(crm, userId, startedAt);
  return { account, sessionId, ...(workspaceId && { onlyIn: workspaceId }) };
}

/** An API token: it opens the workspace that it was made in, and nothing of the account itself. */
async function authenticateToken(crm: CrmCore, token: string): Promise<Authenticated> {
  const { userId, workspaceId, limits } = await bearerOf(crm, token);
  const account = await accountOf(crm, userId, crm.now());
  return { account, sessionId: `token ${limits.id}`, onlyIn: workspaceId, token: limits };
}

/** What is no list of records is not told apart by kind; what reads has no body. @throws ForbiddenError */
function requireTokenOpens(crm: CrmCore, token: TokenLimits | undefined, request: Request): void {
  if (!token) return;
  if (!token.canWrite && !SAFE_METHODS.has(request.method))
    throw new ForbiddenError(`The token “${token.name}” only reads. Make one that may write too.`);
  const [, place = ''] = request.path.split('/');
  const opened = token.kinds?.map((kind) => crm.store.entity(kind).plural);
  if (opened && !opened.includes(place))
    throw new ForbiddenError(
      `The token “${token.name}” does not open /${place}, only /${opened.join(', /')}.`,
    );
}

/** Makes keys, links and invitations a matter of people. @throws ForbiddenError for an API token */
export function requirePerson(request: Request): void {
  if (admitted.get(request)?.token)
    throw new ForbiddenError('An API token cannot do that. Sign in, and do it in the settings.');
}

/** @throws ForbiddenError for a change that does not come from a client of ours (CSRF) */
export function requireOwnClient(request: Request): void {
  if (SAFE_METHODS.has(request.method) || request.headers[CLIENT_HEADER]) return;
  throw new ForbiddenError('This request lacks the header X-Clianta-Client.');
}

/** @throws ForbiddenError for another workspace than the session's, and for what is none's: the account itself */
export function requireOpens({ onlyIn }: Pick<Authenticated, 'onlyIn'>, workspaceId: string): void {
  if (onlyIn && onlyIn !== workspaceId)
    throw new ForbiddenError('This sign-in is only for the workspace of the page that it came from.');
}

/** Lets only signed-in users on. A change that comes with a cookie must also carry our own header (CSRF). */
export function requireAccount(crm: CrmCore, sessions: Sessions): RequestHandler {
  return async (request, _response, next) => {
    const found = tokenOf(request.headers);
    if (!found) throw new UnauthenticatedError();
    if (found.isCookie) requireOwnClient(request);
    const isKey = !found.isCookie && found.token.startsWith(TOKEN_MARK);
    const authenticated = isKey
      ? await authenticateToken(crm, found.token)
      : await authenticate(crm, sessions, found.token, request.get(USER_HEADER));
    requireOpens(authenticated, String(request.params.workspaceId ?? ''));
    requireTokenOpens(crm, authenticated.token, request);
    admitted.set(request, authenticated);
    next();
  };
}

export function accountOfRequest(request: Request): Account {
  const found = admitted.get(request);
  if (!found) throw new UnauthenticatedError();
  return found.account;
}

/** The session that a request came with. */
export function sessionOfRequest(request: Request): string {
  const found = admitted.get(request);
  if (!found) throw new UnauthenticatedError();
  return found.sessionId;
}

/** Called when the session that a request came with ends in this process. @returns stops the calls */
export function onSessionEnd(sessions: Sessions, request: Request, listener: () => void): () => void {
  const { account, sessionId } = admitted.get(request) ?? {};
  return sessions.records.onEnd((end) => {
    if (end.userId === account?.id && (end.sessionId ?? sessionId) === sessionId) listener();
  });
}

/** The caller's authority in the workspace that the path names. */
export async function scopeOfRequest(
  crm: CrmCore,
  request: Request,
  channel: ChannelName = 'api',
): Promise<Scope> {
  const { workspaceId } = request.params;
  const scope = await scopeOfMember(crm, String(workspaceId), accountOfRequest(request).id, channel);
  const token = admitted.get(request)?.token;
  return token ? { ...scope, token } : scope;
}
