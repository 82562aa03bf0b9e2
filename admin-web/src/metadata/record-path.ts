import type { EntityMetadata } from './kinds.ts';

type Kind = Pick<EntityMetadata, 'plural'>;

/** The address of a list of records. */
export const listPath = ({ plural }: Kind): string => `/records/${plural}`;

/** The address of a record's page; the same that cards and unfurls on other platforms lead to. */
export const recordPath = (kind: Kind, id: string): string => `${listPath(kind)}/${encodeURIComponent(id)}`;
