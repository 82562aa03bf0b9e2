import { z } from 'zod';
import type { CrmCore } from '../crm-core.ts';
import { newId } from '../entity/ids.ts';
import type { WriteListener } from '../entity/record-store.ts';
import type { ProcessBus, Topic } from '../events/process-bus.ts';
import { logger } from '../logger.ts';

/** How long a session that another process has ended may still be believed here, should that not have been told. */
const CACHE_MS = 3_000;
const MOST_REMEMBERED = 10_000;
/** Characters of a device's name that are kept. */
const MOST_DEVICE = 300;
/** How exactly it is known when a session was last used. */
const SEEN_MS = 300_000;

/** A sign-in of a user, until it is ended or runs out. */
export interface SessionRecord {
  id: string;
  userId: string;
  startedAt: Date;
  /** The only workspace that it opens; absent for all of the user's. */
  workspaceId?: string;
}

/** One session has ended, or all of a user's. */
export interface SessionEnd {
  userId: string;
  sessionId?: string | undefined;
}

const sessionEndTopic: Topic<SessionEnd> = {
  name: 'session-end',
  schema: z.object({ userId: z.string(), sessionId: z.string().optional() }),
};

export interface StoredSession {
  _id: string;
  userId: string;
  startedAt: Date;
  workspaceId?: string;
  /** The browser or program, as it names itself. */
  device?: string;
  lastSeenAt?: Date;
  /** MongoDB removes it then. */
  expiresAt: Date;
}

/** Somebody who is let in somewhere by a session. */
export interface Admission {
  sessionId: string;
  userId: string;
  workspaceId: string;
}

/**
 * The sessions of all users. They are no records of a workspace: nobody lists or changes them over REST. A session ends
 * when its user signs out, and all of a user's when the password changes, the account is closed, or they leave a team.
 */
export class SessionRecords {
  readonly #crm: CrmCore;
  readonly #bus: ProcessBus | undefined;
  readonly #known = new Map<string, { session: SessionRecord; until: number }>();
  /** So that a read that was under way does not bring it back. */
  readonly #ended = new Set<string>();
  readonly #listeners = new Set<(end: SessionEnd) => void>();
  /** Ends that are being written; who is asked for meanwhile has none any more. */
  readonly #ending = new Map<string, Promise<unknown>>();
  readonly #unlisten: () => void;

  private constructor(crm: CrmCore, bus: ProcessBus | undefined) {
    this.#crm = crm;
    this.#bus = bus;
    const unlisten = [
      crm.store.onWrite((write) => this.#take(write)),
      bus?.on(sessionEndTopic, (end) => this.#forget(end)),
    ];
    this.#unlisten = () => {
      for (const stop of unlisten) stop?.();
    };
  }

  /** @param bus - tells other processes at once what has ended; without it they find out in a few seconds */
  static async open(crm: CrmCore, bus?: ProcessBus): Promise<SessionRecords> {
    const sessions = new SessionRecords(crm, bus);
    await sessions.#collection.createIndex({ userId: 1 });
    await sessions.#collection.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    return sessions;
  }

  get #collection() {
    return this.#crm.store.connection.collection<StoredSession>('sessions');
  }

  /**
   * @param device - the browser or program, as it names itself
   * @param workspaceId - the only one that it opens
   */
  async start(
    userId: string,
    lifeMs: number,
    { device, workspaceId }: { device?: string | undefined; workspaceId?: string } = {},
  ): Promise<SessionRecord> {
    const startedAt = this.#crm.now();
    const bound = workspaceId === undefined ? {} : { workspaceId };
    const session = { id: newId(), userId, startedAt, ...bound };
    await this.#collection.insertOne({
      _id: session.id,
      userId,
      startedAt,
      ...bound,
      ...(device && { device: device.slice(0, MOST_DEVICE) }),
      lastSeenAt: startedAt,
      expiresAt: new Date(startedAt.getTime() + lifeMs),
    });
    return session;
  }

  /** Undefined when it has ended; in another process at most 3 s ago. */
  async find(id: string): Promise<SessionRecord | undefined> {
    const known = this.#known.get(id);
    const session = known && known.until > Date.now() ? known.session : await this.#read(id);
    await (session && this.#ending.get(session.userId));
    return this.#ended.has(id) ? undefined : session;
  }

  async end(id: string): Promise<void> {
    const ended = await this.#collection.findOneAndDelete({ _id: id });
    this.#known.delete(id);
    remember(this.#ended, id);
    if (!ended) return;
    const end = { userId: ended.userId, sessionId: id };
    this.#forget(end);
    this.#bus?.publish(sessionEndTopic, end);
  }

  /** Ends those that have been started up to now. */
  endAllOf(userId: string): Promise<void> {
    const ending = this.#endAllOf(userId, this.#crm.now()).finally(() => this.#ending.delete(userId));
    this.#ending.set(
      userId,
      ending.catch(() => {}),
    );
    return ending;
  }

  /** Those of the given that hold no more, whoever ended them. */
  async lapsed<T extends Admission>(admissions: readonly T[]): Promise<T[]> {
    if (admissions.length === 0) return [];
    const ids = (name: 'sessionId' | 'userId') => [...new Set(admissions.map((one) => one[name]))];
    const store = this.#crm.store;
    const [sessions, users, members] = await Promise.all([
      this.#collection.find({ _id: { $in: ids('sessionId') }, expiresAt: { $gt: new Date() } }).toArray(),
      store
        .model('user')
        .find({ _id: { $in: ids('userId') }, isDeleted: false, isActive: true })
        .select({ sessionsValidFrom: 1 })
        .lean<Array<{ _id: string; sessionsValidFrom?: Date }>>(),
      store
        .model('teamMember')
        .find({ userId: { $in: ids('userId') }, isDeleted: false })
        .select({ userId: 1, workspaceId: 1 })
        .lean<Array<{ userId: string; workspaceId: string }>>(),
    ]);
    const started = new Map(sessions.map((session) => [session._id, session.startedAt]));
    const validFrom = new Map(users.map((user) => [user._id, user.sessionsValidFrom ?? new Date(0)]));
    const memberships = new Set(members.map(({ userId, workspaceId }) => `${userId} ${workspaceId}`));
    return admissions.filter(({ sessionId, userId, workspaceId }) => {
      const from = validFrom.get(userId);
      const at = started.get(sessionId);
      return !at || !from || at < from || !memberships.has(`${userId} ${workspaceId}`);
    });
  }

  /** Called at once for what this process ends, and for what another tells it has. @returns stops the calls */
  onEnd(listener: (end: SessionEnd) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#unlisten();
  }

  async #read(id: string): Promise<SessionRecord | undefined> {
    const found = await this.#collection.findOne({ _id: id, expiresAt: { $gt: new Date() } });
    if (!found) {
      this.#known.delete(id);
      return undefined;
    }
    const { userId, startedAt, workspaceId, lastSeenAt } = found;
    await this.#seen(id, lastSeenAt);
    const session = { id, userId, startedAt, ...(workspaceId && { workspaceId }) };
    if (this.#known.size >= MOST_REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(id, { session, until: Date.now() + CACHE_MS });
    return session;
  }

  async #seen(id: string, before: Date | undefined): Promise<void> {
    const now = this.#crm.now();
    if (before && now.getTime() - before.getTime() < SEEN_MS) return;
    await this.#collection.updateOne({ _id: id }, { $set: { lastSeenAt: now } });
  }

  async #endAllOf(userId: string, now: Date): Promise<void> {
    this.#forget({ userId });
    // what another process has still in mind is void as well
    await this.#crm.store
      .model('user')
      .collection.updateOne({ _id: userId as never }, { $max: { sessionsValidFrom: now } });
    await this.#collection.deleteMany({ userId, startedAt: { $lt: now } });
    this.#bus?.publish(sessionEndTopic, { userId });
  }

  #forget(end: SessionEnd): void {
    for (const [id, { session }] of this.#known)
      if (session.userId === end.userId && (end.sessionId ?? id) === id) this.#known.delete(id);
    for (const listener of this.#listeners) listener(end);
  }

  /** An account that is closed or has another password, and somebody who leaves a team, are shut out. */
  #take({ entity, document, entry }: Parameters<WriteListener>[0]): void {
    const isOver =
      entity.name === 'user' &&
      (document.isDeleted || document.isActive === false || 'passwordChangedAt' in entry.after);
    const hasLeft = entity.name === 'teamMember' && entry.change === 'deleted';
    const userId = isOver ? document._id : hasLeft ? String(document.userId) : undefined;
    if (!userId) return;
    this.endAllOf(userId).catch((err) => logger.error({ err, userId }, 'sessions could not be ended'));
  }
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  if (ids.size > MOST_REMEMBERED) ids.delete(ids.values().next().value ?? '');
}
