import { z } from 'zod';
import type { ChannelStore } from '../../../channel-kit/channel-host.ts';

const installationSchema = z.object({
  /** The workspace's id, or the organisation's where the app is installed for all of it. */
  teamId: z.string(),
  teamName: z.string(),
  botToken: z.string(),
  botUserId: z.string().optional(),
});
export type SlackInstallation = z.output<typeof installationSchema>;

const keyOf = (teamId: string) => `installation:${teamId}`;

/** The tenants that have installed the app, with their tokens, in the channel's encrypted store. */
export class SlackInstallations {
  readonly #store: ChannelStore;

  constructor(store: ChannelStore) {
    this.#store = store;
  }

  async save(installation: SlackInstallation): Promise<void> {
    await this.#store.set(keyOf(installation.teamId), installation);
  }

  async find(teamId: string): Promise<SlackInstallation | undefined> {
    const found = installationSchema.safeParse(await this.#store.get(keyOf(teamId)));
    return found.data;
  }

  async delete(teamId: string): Promise<void> {
    await this.#store.delete(keyOf(teamId));
  }
}
