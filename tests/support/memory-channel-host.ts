import type { ChannelHost } from '@clianta/bot/channel-kit/channel-host';

/** What a channel is given, kept in memory: over the processes of one test. */
export class MemoryChannelHost implements ChannelHost {
  readonly publicUrl = 'https://crm.example';
  readonly isProduction = false;
  readonly kept = new Map<string, unknown>();
  readonly seenKeys = new Set<string>();
  readonly installations = new Map<string, Record<string, unknown>>();

  readonly store: ChannelHost['store'] = {
    get: async (key) => this.kept.get(key),
    set: async (key, value) => void this.kept.set(key, structuredClone(value)),
    delete: async (key) => void this.kept.delete(key),
    keys: async (prefix) => [...this.kept.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
  readonly seen: ChannelHost['seen'] = {
    has: async (key) => this.seenKeys.has(key),
    add: async (key) => void this.seenKeys.add(key),
  };

  async installationOf(externalTeamId: string): Promise<Awaited<ReturnType<ChannelHost['installationOf']>>> {
    const details = this.installations.get(externalTeamId);
    return details && { externalTeamId, workspaceId: 'w', name: externalTeamId, details };
  }

  async uninstall(externalTeamId: string): Promise<void> {
    this.installations.delete(externalTeamId);
  }
}
