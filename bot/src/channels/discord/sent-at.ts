const DISCORD_EPOCH = 1_420_070_400_000n;

/** When a message was sent, or an interaction begun, in milliseconds: its id says so. */
export const sentAt = (id: string): number => Number((BigInt(id) >> 22n) + DISCORD_EPOCH);

/** The least id of that moment. */
export const idAt = (ms: number): bigint => (BigInt(ms) - DISCORD_EPOCH) << 22n;
