import { UnauthenticatedError } from '@clianta/crm-core/errors';
import type { SessionRecord, SessionRecords } from '@clianta/crm-core/workspace/session-records';
import { readToken, signToken } from './signed-token.ts';

export const SESSION_COOKIE = 'clianta_session';
/** How long a sign-in lasts (specification: 7 days). */
export const SESSION_DAYS = 7;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Sessions as their holders have them: a signed token that names the stored session. */
export class Sessions {
  readonly records: SessionRecords;
  readonly #key: Uint8Array;

  constructor(key: Uint8Array, records: SessionRecords) {
    this.#key = key;
    this.records = records;
  }

  /** @param device - the browser or program, as it names itself */
  async issue(userId: string, device?: string): Promise<string> {
    const { id } = await this.records.start(userId, SESSION_DAYS * DAY_MS, { device });
    return signToken(this.#key, 'clianta', { sub: userId, jti: id }, `${SESSION_DAYS}d`);
  }

  /** For one workspace of the user's, and a few hours. */
  async issueBound(userId: string, workspaceId: string, hours: number, device?: string): Promise<string> {
    const { id } = await this.records.start(userId, hours * HOUR_MS, { device, workspaceId });
    return signToken(this.#key, 'clianta', { sub: userId, jti: id }, `${hours}h`);
  }

  /** @throws UnauthenticatedError when the token is none of ours, has expired, or its session has ended */
  async read(token: string): Promise<SessionRecord> {
    const { jti } = (await readToken(this.#key, 'clianta', token)) ?? {};
    const session = jti === undefined ? undefined : await this.records.find(jti);
    if (!session) throw new UnauthenticatedError('Your session has ended. Please sign in again.');
    return session;
  }

  /** What a token that is none of ours names is no session: nothing is ended then. */
  async end(token: string): Promise<void> {
    const { jti } = (await readToken(this.#key, 'clianta', token)) ?? {};
    if (jti !== undefined) await this.records.end(jti);
  }
}
