import type { CrmCore } from '../crm-core.ts';

/**
 * A change of what earlier versions have stored. It may be broken off and run again, also by two processes at the same
 * time: what is changed already is left alone.
 */
export interface Migration {
  /** Marks it as done for good: never renamed. */
  name: string;
  /** @returns how many documents were changed */
  run(crm: CrmCore): Promise<number>;
}
