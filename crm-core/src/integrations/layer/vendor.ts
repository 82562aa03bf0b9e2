import type { Integration } from './define-integration.ts';

/** An integration with the environment of this process. */
export interface Vendor {
  integration: Integration;
  /** As its schema has it. */
  env: never;
  /** Variables that it needs and that are not set. */
  missing: string[];
  fetch: typeof fetch;
}
