import type { SequenceStep } from './sequence-step.schema.ts';

/** How a sequence does, as the console shows it. */
export interface SequenceFigures {
  enrolled: number;
  active: number;
  finished: number;
  exited: number;
  answered: number;
  /** Why people dropped out, the most common first. */
  reasons: Array<{ reason: string; count: number }>;
  /** Of each step as it is now: who took it, and who left after it. */
  steps: Array<{
    step: SequenceStep;
    /** "2. Email, 2 business days later". */
    title: string;
    /** What they get by it, where that can be read. */
    text?: string;
    done: number;
    left: number;
    answered: number;
  }>;
}
