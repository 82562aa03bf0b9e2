import type { CrmCore } from '@clianta/crm-core/crm-core';
import { logger } from '@clianta/crm-core/logger';
import type { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { installationOf, uninstall } from '@clianta/crm-core/workspace/channel-installation/installations';
import type { ChannelHost, ChannelStore } from './channel-host.ts';
import type { SeenStore } from './seen-events.ts';

/** Platforms repeat an event for some hours; this is the longest. */
const SEEN_MS = 24 * 60 * 60_000;

interface Kept {
  /** `slack:token:T1` */
  _id: string;
  sealed: string;
}

interface Seen {
  _id: string;
  /** MongoDB removes it then. */
  expiresAt: Date;
}

/** What a channel keeps, in the database. */
export function channelHost(options: {
  crm: CrmCore;
  channel: string;
  box: SecretBox;
  publicUrl: string | undefined;
  isProduction: boolean;
}): ChannelHost {
  const { crm, channel, box, publicUrl, isProduction } = options;
  return {
    publicUrl,
    isProduction,
    store: storeOf(crm, channel, box),
    seen: seenOf(crm, channel),
    installationOf: (externalTeamId) => installationOf(crm, { channel, externalTeamId }),
    uninstall: (externalTeamId) => uninstall(crm, { channel, externalTeamId }),
  };
}

function storeOf(crm: CrmCore, channel: string, box: SecretBox): ChannelStore {
  const kept = crm.store.connection.collection<Kept>('channelStates');
  const idOf = (key: string) => `${channel}:${key}`;
  const store: ChannelStore = {
    async get(key) {
      const _id = idOf(key);
      const found = await kept.findOne({ _id });
      if (!found) return undefined;
      const value = box.open(found.sealed, _id);
      // an older key is on its way out
      if (box.isOld(found.sealed)) await kept.updateOne(found, { $set: { sealed: box.seal(value, _id) } });
      return value;
    },
    async set(key, value) {
      const _id = idOf(key);
      await kept.updateOne({ _id }, { $set: { sealed: box.seal(value, _id) } }, { upsert: true });
    },
    async setAll(entries) {
      const writes = [...entries].map(([key, value]) => {
        const _id = idOf(key);
        const update = { $set: { sealed: box.seal(value, _id) } };
        return { updateOne: { filter: { _id }, update, upsert: true } };
      });
      await kept.bulkWrite(writes, { ordered: false });
    },
    async delete(key) {
      await kept.deleteOne({ _id: idOf(key) });
    },
    async keys(prefix) {
      const from = idOf(prefix);
      const found = await kept
        .find({ _id: { $gte: from, $lt: `${from}\uffff` } })
        .sort({ _id: 1 })
        .project<{ _id: string }>({ _id: 1 })
        .toArray();
      return found.map(({ _id }) => _id.slice(channel.length + 1));
    },
  };
  return store;
}

function seenOf(crm: CrmCore, channel: string): SeenStore {
  const seen = crm.store.connection.collection<Seen>('seenEvents');
  const prepared = seen
    .createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 })
    .catch((err: unknown) => logger.warn({ err }, 'seen events are kept longer than needed'));
  return {
    async has(key) {
      return (await seen.findOne({ _id: `${channel}:${key}` })) !== null;
    },
    async add(key) {
      await prepared;
      const expiresAt = new Date(Date.now() + SEEN_MS);
      await seen.updateOne({ _id: `${channel}:${key}` }, { $set: { expiresAt } }, { upsert: true });
    },
  };
}
