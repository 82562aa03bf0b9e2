import { asApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { type Resource, useResource } from '../../api/use-resource.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';

type Kept = Values & { id: string; version: number };

export interface SingleRecordState extends Pick<Resource<unknown>, 'error' | 'reload'> {
  /** Undefined while it is loaded. */
  kind: EntityMetadata | undefined;
  /** Undefined while there is none; `isLoaded` tells. */
  kept: Kept | undefined;
  isLoaded: boolean;
  /** @throws ApiError; after somebody else's change the record is read anew */
  save: (patch: Values) => Promise<void>;
}

/** The one record of a kind of which a workspace has one at most; made when it is first saved. */
export function useSingleRecord(name: string): SingleRecordState {
  const { workspace } = useSession();
  const kind = useKinds().get(name);
  const { data, error, reload, replace } = useResource(
    async (signal) =>
      kind && (await recordsOf<Kept>(workspace.id, kind.plural).list({ limit: 1, signal })).records,
    [workspace.id, kind],
  );
  const kept = data?.[0];
  return {
    kind,
    kept,
    isLoaded: kind !== undefined && data !== undefined,
    error,
    reload,
    save: async (patch) => {
      if (!kind) return;
      const records = recordsOf<Kept>(workspace.id, kind.plural);
      try {
        replace([kept ? await records.update(kept.id, patch, kept.version) : await records.create(patch)]);
      } catch (cause) {
        if (asApiError(cause).status === 409) reload();
        throw cause;
      }
    },
  };
}
