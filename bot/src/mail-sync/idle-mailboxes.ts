import { randomUUID } from 'node:crypto';
import { duplicateKey } from '@clianta/crm-core/entity/conflicts';
import { logger } from '@clianta/crm-core/logger';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { orderMailSync } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import type { ImapFlow } from 'imapflow';
import { openMailbox } from './open-mailbox.ts';
import type { Mailboxes } from './with-mailbox.ts';

/** How often it is looked which mailboxes there are, and that connections are held. */
const LOOK_MS = 20_000;
/** A process that does not look any more has lost its mailboxes by then. */
const HELD_MS = 3 * LOOK_MS;
/** Connections of one process; mailboxes beyond are read by the clock. */
const MOST = 200;
/** What comes together is read once. */
const TOGETHER_MS = 500;

/** Who listens at a mailbox: one process. */
interface Held {
  _id: string;
  holder: string;
  until: Date;
}

/**
 * Listens at mailboxes that speak IMAP (IDLE, RFC 2177), so that a mail is read within seconds of its arrival. It only orders
 * the reading; where a connection is lost or refused, the clock reads the mailbox meanwhile.
 */
export class IdleMailboxes {
  readonly #mailboxes: Mailboxes;
  readonly #me = randomUUID();
  readonly #open = new Map<string, ImapFlow>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(mailboxes: Mailboxes) {
    this.#mailboxes = mailboxes;
  }

  start(lookMs = LOOK_MS): void {
    let isLooking = false;
    const look = () => {
      // a server that answers slowly is not called twice
      if (isLooking) return;
      isLooking = true;
      this.#looking = this.#look()
        .catch((err) => logger.warn({ err }, 'mailboxes are not listened at'))
        .finally(() => {
          isLooking = false;
        });
    };
    look();
    this.#timer = setInterval(look, lookMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    const ids = [...this.#open.keys()];
    for (const id of ids) this.#leave(id);
    await this.#held.deleteMany({ _id: { $in: ids }, holder: this.#me });
  }

  get #held() {
    return this.#mailboxes.crm.store.connection.collection<Held>('idleMailboxes');
  }

  async #look(): Promise<void> {
    const { crm } = this.#mailboxes;
    const accounts = await crm.store
      .model(EmailAccount)
      .find({
        isDeleted: false,
        state: 'ok',
        'imap.host': { $exists: true },
        credentialId: { $exists: false },
      })
      .limit(MOST)
      .lean<Array<EmailAccountRecord & { _id: string }>>();
    const wanted = new Map(accounts.map((one) => [one._id, { ...one, id: one._id }]));
    for (const id of this.#open.keys()) if (!wanted.has(id)) this.#leave(id);
    for (const [id, account] of wanted)
      if (!(await this.#hold(id))) this.#leave(id);
      else if (!this.#open.has(id))
        await this.#listen(account).catch((err: unknown) =>
          logger.debug({ account: id, err }, 'a mailbox is read by the clock alone'),
        );
  }

  /** @returns whether this process is the one that listens there */
  async #hold(id: string): Promise<boolean> {
    const now = this.#mailboxes.crm.now();
    const until = new Date(now.getTime() + HELD_MS);
    try {
      await this.#held.updateOne(
        { _id: id, $or: [{ holder: this.#me }, { until: { $lte: now } }] },
        { $set: { holder: this.#me, until } },
        { upsert: true },
      );
      return true;
    } catch (error) {
      if (!duplicateKey(error)) throw error;
      return false;
    }
  }

  async #listen(account: EmailAccountRecord): Promise<void> {
    const { secrets, hosts } = this.#mailboxes;
    const client = await openMailbox(account, await secrets.passwordOf(account), hosts, { isIdle: true });
    const { id } = account;
    this.#open.set(id, client);
    let isOrdered = false;
    const order = () => {
      if (isOrdered) return;
      isOrdered = true;
      setTimeout(() => {
        isOrdered = false;
        void this.#order(account);
      }, TOGETHER_MS).unref();
    };
    client.on('exists', ({ count, prevCount }) => {
      if (count > prevCount) order();
    });
    // a connection that was lost is opened anew by the next look
    client.on('close', () => {
      if (this.#open.get(id) === client) this.#open.delete(id);
    });
    await client.mailboxOpen('INBOX', { readOnly: true });
    // what came before it was listened
    order();
  }

  async #order({ id, workspaceId }: EmailAccountRecord): Promise<void> {
    await orderMailSync(this.#mailboxes.crm, { workspaceId, accountId: id }).catch((err) =>
      logger.warn({ account: id, err }, 'a mailbox is read by the clock alone'),
    );
  }

  #leave(id: string): void {
    const client = this.#open.get(id);
    this.#open.delete(id);
    client?.close();
  }
}
