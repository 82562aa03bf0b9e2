import {
  NoticeDelivery,
  type NoticeDeliveryRecord,
} from '@clianta/crm-core/conversations/notice/notice-delivery.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { exposed } from '@clianta/crm-core/entity/access';
import type { StoredDocument } from '@clianta/crm-core/entity/outbox';

type Status = NoticeDeliveryRecord['status'];

/** What the bookkeeping of deliveries is asked and told; each change holds only where the delivery is still as it was. */
export class DeliveryStore {
  readonly #crm: CrmCore;

  constructor(crm: CrmCore) {
    this.#crm = crm;
  }

  get #deliveries() {
    return this.#crm.store.model(NoticeDelivery).collection;
  }

  async find(workspaceId: string, noticeId: string, channel: string): Promise<Delivery | undefined> {
    const found = await this.#deliveries.findOne({ workspaceId, noticeId, channel });
    return found ? asDelivery(found) : undefined;
  }

  async settle(
    { id, status: before }: Delivery,
    status: Status,
    values: { reason?: string; notBefore?: Date } = {},
  ): Promise<void> {
    const now = this.#crm.now();
    await this.#deliveries.updateOne(
      { _id: id as never, status: before },
      {
        $set: { status, updatedAt: now, ...values, ...(status === 'sent' && { sentAt: now }) },
        $inc: { version: 1 },
      },
    );
  }

  /** One of the person's accounts has it: should the next fail, it is not told there again. */
  async told({ id }: Delivery, target: string): Promise<void> {
    await this.#deliveries.updateOne({ _id: id as never }, { $addToSet: { sentTo: target } });
  }

  /** How much the person was told on the channel since then. */
  async sentSince(
    { workspaceId, userId, channel }: Pick<Delivery, 'workspaceId' | 'userId' | 'channel'>,
    since: Date,
  ): Promise<number> {
    return this.#deliveries.countDocuments({ workspaceId, userId, channel, sentAt: { $gte: since } });
  }

  /** Those of the person's that are due in a digest, each in this one alone: the same ones when it runs again. */
  async takeDigest(workspaceId: string, userId: string, digestKey: string): Promise<Delivery[]> {
    await this.#deliveries.updateMany(
      {
        workspaceId,
        userId,
        status: 'digest',
        notBefore: { $lte: this.#crm.now() },
        digestKey: { $exists: false },
      },
      { $set: { digestKey } },
    );
    const found = this.#deliveries.find({ workspaceId, userId, status: 'digest', digestKey });
    return (await found.sort({ _id: 1 }).toArray()).map(asDelivery);
  }
}

/** With what is hidden from people. */
export type Delivery = NoticeDeliveryRecord;

function asDelivery(document: unknown): Delivery {
  const stored = document as StoredDocument & Pick<Delivery, 'sentTo'>;
  return { ...exposed(NoticeDelivery, stored), sentTo: stored.sentTo ?? [] };
}
