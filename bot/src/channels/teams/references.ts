import { z } from 'zod';
import type { ChannelStore } from '../../channel-kit/channel-host.ts';
import type { Target } from './address.ts';
import type { TeamsConnector, TeamsPlace } from './connector.ts';

const placeSchema = z.object({
  serviceUrl: z.string(),
  conversationId: z.string(),
  botId: z.string(),
  tenantId: z.string(),
});

/** Where a person can be told something: their private chat, else what opening one takes. */
const referenceSchema = z.object({
  place: placeSchema,
  isPersonal: z.boolean(),
  /** `29:...`, as Teams calls the person towards us. */
  accountId: z.string(),
});
type Reference = z.output<typeof referenceSchema>;

/** Newly met people whose reference is known to be stored. */
const MOST = 5_000;

/** References of conversations with people, kept in the store: they outlive a restart. */
export class References {
  readonly #store: ChannelStore;
  readonly #connector: Pick<TeamsConnector, 'openChat'>;
  readonly #kept = new Map<string, string>();

  constructor(store: ChannelStore, connector: Pick<TeamsConnector, 'openChat'>) {
    this.#store = store;
    this.#connector = connector;
  }

  /** Remembers where a person was met; a private chat is better than any other place. */
  async remember(userId: string, accountId: string, target: Target): Promise<void> {
    const { isPersonal, ...place } = target;
    const key = keyOf(place.tenantId, userId);
    const reference: Reference = { place: placeSchema.parse(place), isPersonal, accountId };
    const stamp = JSON.stringify(reference);
    if (this.#kept.get(key) === stamp) return;
    const known = isPersonal ? undefined : await this.#find(key);
    if (known?.isPersonal && known.place.serviceUrl === place.serviceUrl) return;
    await this.#store.set(
      key,
      known?.isPersonal ? { ...known, place: { ...known.place, serviceUrl: place.serviceUrl } } : reference,
    );
    if (this.#kept.size >= MOST) this.#kept.clear();
    this.#kept.set(key, stamp);
  }

  async forget(tenantId: string, userId: string): Promise<void> {
    this.#kept.delete(keyOf(tenantId, userId));
    await this.#store.delete(keyOf(tenantId, userId));
  }

  /**
   * The person's private chat; it is opened when there is none yet.
   *
   * @returns undefined for somebody whom we have never met
   * @throws UpstreamError when Teams does not open it
   */
  async chatWith(tenantId: string, userId: string): Promise<TeamsPlace | undefined> {
    const key = keyOf(tenantId, userId);
    const known = await this.#find(key);
    if (!known || known.isPersonal) return known?.place;
    const conversationId = await this.#connector.openChat(known.place, known.accountId);
    const place = { ...known.place, conversationId };
    await this.#store.set(key, { ...known, place, isPersonal: true });
    return place;
  }

  async #find(key: string): Promise<Reference | undefined> {
    const parsed = referenceSchema.safeParse(await this.#store.get(key));
    return parsed.success ? parsed.data : undefined;
  }
}

const keyOf = (tenantId: string, userId: string) => `person:${tenantId}:${userId}`;
