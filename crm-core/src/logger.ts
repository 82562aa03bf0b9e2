import pino from 'pino';

/** Structured logs on standard error, one JSON object a line; LOG_LEVEL sets the level (default `warn`). */
export const logger = pino(
  {
    level: process.env.LOG_LEVEL ?? 'warn',
    redact: ['*.password', '*.passwordHash', '*.token', '*.authorization', '*.cookie'],
    base: null,
  },
  pino.destination({ fd: 2, sync: true }),
);
