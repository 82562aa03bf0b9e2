import type { CrmCore } from '@clianta/crm-core/crm-core';
import { UnauthenticatedError } from '@clianta/crm-core/errors';
import { type Account, accountOf, membershipsOf } from '@clianta/crm-core/workspace/accounts';
import type { SecondFactors } from '@clianta/crm-core/workspace/second-factor/second-factors';
import type { CookieOptions, Request, Response } from 'express';
import type { Limits } from '../limits/limits.ts';
import { attempt } from './attempt.ts';
import { SESSION_COOKIE, SESSION_DAYS, type Sessions } from './sessions.ts';
import { readToken, signToken } from './signed-token.ts';

/** How long a proven password waits for the code of the second factor. */
const TICKET_MINUTES = 5;
const ISSUER = 'clianta-second-factor';

export interface AdmissionOptions {
  crm: CrmCore;
  key: Uint8Array;
  sessions: Sessions;
  factors: SecondFactors;
  limits: Limits;
  isSecure: boolean;
}

/** Lets people in who have proven who they are: with a session as a cookie, after the second factor where there is one. */
export class Admission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  get cookie(): CookieOptions {
    const { isSecure } = this.#options;
    return {
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      path: '/',
      maxAge: SESSION_DAYS * 86_400_000,
    };
  }

  /** Starts the session, or gives a ticket for `finish` to whoever has a second factor. */
  async begin(request: Request, response: Response, account: Account): Promise<void> {
    const ticket = await this.ticketFor(account.id);
    if (ticket) response.json({ needsCode: true, ticket });
    else await this.admit(request, response, account);
  }

  /** Undefined when nothing more has to be proven. */
  async ticketFor(userId: string): Promise<string | undefined> {
    const { crm, key, factors } = this.#options;
    if (!(await factors.isOn(userId))) return undefined;
    const at = crm.now().getTime();
    return signToken(key, ISSUER, { sub: userId, at }, `${TICKET_MINUTES}m`);
  }

  /** @throws UnauthenticatedError for a ticket that is void, and for a wrong code */
  async finish(request: Request, response: Response, ticket: string, code: string): Promise<void> {
    const { crm, key, factors, limits } = this.#options;
    const read = await readToken(key, ISSUER, ticket);
    if (typeof read?.at !== 'number')
      throw new UnauthenticatedError('Signing in took too long. Please begin again.');
    const { sub, at } = read;
    // a password that was changed since voids the ticket
    const account = await accountOf(crm, sub, new Date(at));
    await attempt(limits, request, `code ${sub}`, () => factors.prove(sub, code));
    await this.admit(request, response, account);
  }

  /** Starts a session for whoever needs to prove nothing more. */
  async admit(request: Request, response: Response, account: Account): Promise<void> {
    await this.setCookie(request, response, account.id);
    response.json({ user: account, workspaces: await membershipsOf(this.#options.crm, account.id) });
  }

  async setCookie(request: Request, response: Response, userId: string): Promise<void> {
    const token = await this.#options.sessions.issue(userId, request.get('user-agent'));
    response.cookie(SESSION_COOKIE, token, this.cookie);
  }
}
