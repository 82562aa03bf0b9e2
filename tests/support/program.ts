import { join } from 'node:path';
import { inject } from 'vitest';

/** The bundle of a program that a test starts: `start`, `chat`, `turn-process`; see `programs-setup.ts`. */
export const program = (name: string): string => join(inject('programs'), `${name}.mjs`);
