import { lazy, Suspense, useMemo } from 'react';
import { exportFile } from '../../api/export-file.ts';
import type { ChatActions, ChosenProps } from '../../chat/chat-context.ts';
import { useMetadata } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Skeleton } from '../../ui/states.tsx';

/** What is done with chosen records is loaded when somebody chooses some. */
const ChosenRecords = lazy(async () => ({
  default: (await import('./chosen-records.tsx')).ChosenRecords,
}));

function Chosen(props: ChosenProps) {
  return (
    <Suspense fallback={<Skeleton label="Loading what can be done" lines={1} />}>
      <ChosenRecords {...props} />
    </Suspense>
  );
}

/** What tables of records can do in the console besides being read. */
export function useRecordTables(): NonNullable<ChatActions['tables']> {
  const { workspace } = useSession();
  const { kinds } = useMetadata();
  return useMemo(
    () => ({
      Chosen,
      canChoose: (entity) => {
        const rights = kinds?.spoken.find(({ name }) => name === entity)?.rights;
        return Boolean(rights?.update || rights?.delete);
      },
      toSheet: (entity, ids) => {
        const where = [{ field: 'id', op: 'in' as const, value: [...ids] }];
        return exportFile(workspace.id, { entity, filter: { where }, format: 'xlsx' });
      },
    }),
    [workspace.id, kinds],
  );
}
