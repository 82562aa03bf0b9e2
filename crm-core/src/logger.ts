import pino from 'pino';
import { loggableError } from './loggable-error.ts';

/** What is logged as an error; told to whoever asked to be. */
export interface LoggedError {
  /** As it stands in the code. */
  message: string;
  facts: Readonly<Record<string, unknown>>;
}

const listeners = new Set<(logged: LoggedError) => void>();

/** @returns stops the calls */
export function onLoggedError(listener: (logged: LoggedError) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Structured logs on standard error, one JSON object a line; LOG_LEVEL sets the level (default `warn`). */
export const logger = pino(
  {
    level: process.env.LOG_LEVEL ?? 'warn',
    redact: ['*.password', '*.passwordHash', '*.token', '*.authorization', '*.cookie'],
    base: null,
    serializers: { err: loggableError, error: loggableError },
  },
  pino.destination({ fd: 2, sync: true }),
);

const log = logger.error.bind(logger) as (...given: unknown[]) => void;
// an error is told whatever the level is that is printed
logger.error = (...given: unknown[]) => {
  const [facts, message] = given;
  if (typeof facts === 'object' && facts !== null)
    for (const tell of listeners) tell({ message: String(message ?? ''), facts: { ...facts } });
  log(...given);
};
