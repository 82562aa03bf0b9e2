import type { Metadata } from '@clianta/crm-core/entity/metadata.schema';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { request } from '../api/request.ts';
import { type Resource, useResource } from '../api/use-resource.ts';
import { useSession } from '../session/session-context.ts';
import { Kinds } from './kinds.ts';

interface MetadataValue extends Pick<Resource<Metadata>, 'error' | 'reload'> {
  /** Undefined until they are loaded. */
  kinds: Kinds | undefined;
}

const MetadataContext = createContext<MetadataValue | undefined>(undefined);

/** Loads once for each workspace what there are records of; `reload` after the workspace's own fields have changed. */
export function MetadataProvider({ children }: { children: ReactNode }) {
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    async (signal) => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/metadata`;
      return { workspaceId: workspace.id, ...(await request<Metadata>(path, { signal })) };
    },
    [workspace.id, workspace.role],
  );
  const value = useMemo(
    () => ({
      kinds: data?.workspaceId === workspace.id ? new Kinds(data.entities, workspace.locale) : undefined,
      error,
      reload,
    }),
    [data, workspace.id, workspace.locale, error, reload],
  );
  return <MetadataContext value={value}>{children}</MetadataContext>;
}

/** @throws outside of MetadataProvider, which is a mistake in the program */
export function useMetadata(): MetadataValue {
  const value = useContext(MetadataContext);
  if (!value) throw new Error('useMetadata is only for pages inside MetadataProvider');
  return value;
}

/** The kinds for pages that can do without: words are made of the names of fields until they are there. */
export function useKinds(): Kinds {
  return useMetadata().kinds ?? NONE;
}

const NONE = new Kinds([]);
