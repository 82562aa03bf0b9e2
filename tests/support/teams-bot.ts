import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTeamsChannel, type TeamsOptions } from '@clianta/bot/channels/teams/create-teams-channel';
import { TEAMS_PATH } from '@clianta/bot/channels/teams/teams-path';
import express from 'express';
import { test, vi } from 'vitest';
import { MemoryChannelHost } from './memory-channel-host.ts';
import { RecordedHandlers } from './recorded-handlers.ts';
import { TeamsRequests } from './teams-requests.ts';
import { APP_ID, APP_PASSWORD, TENANT, TeamsStandIn } from './teams-stand-in.ts';

/** Waits until it holds. */
export const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 8_000, interval: 10 });

/** A bot process with only Teams in it; keeps what reached its handlers. */
class TeamsBot extends RecordedHandlers {
  channel!: ReturnType<typeof createTeamsChannel>['channel'];
  requests!: TeamsRequests;
  readonly host = new MemoryChannelHost();
  readonly #teams: TeamsStandIn;
  #server: Server | undefined;

  constructor(teams: TeamsStandIn) {
    super();
    this.#teams = teams;
  }

  /** Starts a process that knows nothing of the one before but what is stored. */
  async start(options: Partial<TeamsOptions> = {}): Promise<void> {
    Object.assign(this, new RecordedHandlers());
    const { channel, router } = createTeamsChannel(
      {
        appId: APP_ID,
        password: APP_PASSWORD,
        tenantId: TENANT,
        isSingleTenant: true,
        isLocal: false,
        apiUrl: this.#teams.url,
        ...options,
      },
      this.host,
    );
    this.channel = channel;
    await channel.start(this.on);
    const server = createServer(express().use(router));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    this.requests = new TeamsRequests(`http://127.0.0.1:${port}${TEAMS_PATH}`, this.#teams);
  }

  async stop(): Promise<void> {
    await this.channel.stop();
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async restart(options: Partial<TeamsOptions> = {}): Promise<void> {
    await this.stop();
    await this.start(options);
  }

  /** How many inputs of any kind have come through. */
  get inputs(): number {
    const { messages, decisions, undos, choices, calls, amendments, feedback, connections } = this;
    return [messages, decisions, undos, choices, calls, amendments, feedback, connections].flat().length;
  }
}

/** `teams` stands in for Microsoft, for a whole file; each test has a `bot` of its own. */
export const teamsTest = test
  .extend('standIn', { scope: 'file' }, () => new TeamsStandIn())
  .extend('teams', { scope: 'file' }, async ({ standIn }, { onCleanup }) => {
    const teams = await standIn.start();
    teams.roster.set('29:jane', {
      id: '29:jane',
      name: 'Jane Doe',
      email: 'jane@clianta.example',
      tenantId: TENANT,
    });
    onCleanup(() => teams.stop());
    return teams;
  })
  .extend('bot', async ({ teams }, { onCleanup }) => {
    const bot = new TeamsBot(teams);
    await bot.start();
    onCleanup(async () => {
      await bot.stop();
      teams.reset();
    });
    return bot;
  });
