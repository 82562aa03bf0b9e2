import { describe, expect, it } from 'vitest';
import type { Channel, ChannelHandlers } from '../channel.ts';
import { ChannelPulses } from './channel-pulse.ts';

const taken = { isTaken: true, messageId: 'm', turnId: 't', isDuplicate: false } as const;

describe('the pulse of a channel', () => {
  let now = new Date('2026-11-28T10:00:00Z');
  const pulses = new ChannelPulses(() => now);
  let isConnected = true;
  const channel = { name: 'discord', isConnected: () => isConnected } as Channel;
  const on = pulses.watch(channel, { message: async () => taken } as unknown as ChannelHandlers);

  it('says when something came in, and whether there is a connection', async () => {
    expect(pulses.of('discord')).toEqual({ isConnected: true });
    expect(await on.message({} as never)).toBe(taken);
    isConnected = false;
    expect(pulses.of('discord')).toEqual({ isConnected: false, lastEventAt: '2026-11-28T10:00:00.000Z' });
    expect(pulses.of('slack')).toEqual({});
  });

  it('keeps why an answer was not taken, until one is', async () => {
    const refusal = new Error('not_in_channel');
    await expect(pulses.send('discord', () => Promise.reject(refusal))).rejects.toBe(refusal);
    const problem = { message: 'not_in_channel', at: '2026-11-28T10:00:00.000Z' };
    expect(pulses.of('discord')).toMatchObject({ problem });
    now = new Date('2026-11-28T10:01:00Z');
    expect(await pulses.send('discord', async () => 'sent')).toBe('sent');
    expect(pulses.of('discord').problem).toBeUndefined();
    expect(pulses.of('discord').lastSentAt).toBe('2026-11-28T10:01:00.000Z');
  });
});
