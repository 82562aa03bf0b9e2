import { exportFile } from '../../api/export-file.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import type { ListQuery } from './use-list-query.ts';

const FORMATS = [
  { format: 'csv', label: 'As CSV' },
  { format: 'xlsx', label: 'As an Excel sheet' },
] as const;

/** The list that is shown, all of its pages, as a file. */
export function ExportMenu({ kind, query }: { kind: EntityMetadata; query: ListQuery }) {
  const { workspace } = useSession();
  const { isBusy, error, run } = useSubmit();
  const take = (format: (typeof FORMATS)[number]['format']) =>
    run(async () => {
      const filter = { ...query.filter, ...(query.search && { search: query.search }), sort: query.sort };
      await exportFile(workspace.id, { entity: kind.name, filter, format });
    });
  return (
    <Menu className="button button--plain" button="Export">
      {() => (
        <>
          {FORMATS.map(({ format, label }) => (
            <Button key={format} kind="quiet" disabled={isBusy} onClick={() => void take(format)}>
              {label}
            </Button>
          ))}
          {isBusy && <p role="status">Writing the file …</p>}
          {error && <Notice kind="danger">{problemText(error)}</Notice>}
        </>
      )}
    </Menu>
  );
}
