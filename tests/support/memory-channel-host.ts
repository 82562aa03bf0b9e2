import type { ChannelHost } from '@clianta/bot/channel-kit/channel-host';

/** What the product gives a channel, in memory: processes that share one share what a database would keep. */
export class MemoryChannelHost implements ChannelHost {
  publicUrl: string | undefined = 'https://crm.example';
  isProduction = false;
  readonly kept = new Map<string, unknown>();
  readonly dispatched = new Set<string>();
  /** The workspace of each tenant that is joined to one. */
  readonly joined = new Map<string, string>();
  /** What is kept with a joined tenant. */
  readonly details = new Map<string, Record<string, unknown>>();

  readonly store: ChannelHost['store'] = {
    get: async (key) => structuredClone(this.kept.get(key)),
    set: async (key, value) => void this.kept.set(key, structuredClone(value)),
    setAll: async (entries) => {
      for (const [key, value] of structuredClone(entries)) this.kept.set(key, value);
    },
    delete: async (key) => void this.kept.delete(key),
    keys: async (prefix) => [...this.kept.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
  readonly seen: ChannelHost['seen'] = {
    has: async (key) => this.dispatched.has(key),
    add: async (key) => void this.dispatched.add(key),
  };

  /** Joins a tenant, to a workspace that no test asks for. */
  join(externalTeamId: string, details: Record<string, unknown> = {}): void {
    this.joined.set(externalTeamId, 'w');
    this.details.set(externalTeamId, details);
  }

  async installationOf(externalTeamId: string) {
    const workspaceId = this.joined.get(externalTeamId);
    const details = this.details.get(externalTeamId) ?? {};
    return workspaceId ? { externalTeamId, workspaceId, name: externalTeamId, details } : undefined;
  }

  async uninstall(externalTeamId: string): Promise<void> {
    this.joined.delete(externalTeamId);
  }
}
