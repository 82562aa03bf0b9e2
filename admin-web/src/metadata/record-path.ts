import type { EntityMetadata } from './kinds.ts';

/** The address of a record's page; the same that cards and unfurls on other platforms lead to. */
export const recordPath = ({ plural }: Pick<EntityMetadata, 'plural'>, id: string): string =>
  `/records/${plural}/${encodeURIComponent(id)}`;
