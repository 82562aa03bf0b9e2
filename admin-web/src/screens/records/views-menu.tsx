import type { SavedViewRecord } from '@clianta/crm-core/workspace/saved-view/saved-view.schema';
import { useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Notice, Skeleton } from '../../ui/states.tsx';
import { problemText, useForm, useSubmit } from '../../ui/use-submit.ts';
import { isNoFilter, type ListFilter, type ListQuery } from './use-list-query.ts';

type View = Json<SavedViewRecord>;

const MOST = 200;

/** Lists that somebody has kept: one's own and those that are shared. */
export function ViewsMenu({ kind, query }: { kind: EntityMetadata; query: ListQuery }) {
  const { workspace, session, isAdmin } = useSession();
  const [isSaving, setIsSaving] = useState(false);
  const views = recordsOf<View>(workspace.id, 'saved-views');
  const { data, error, reload } = useResource(
    async (signal) =>
      (
        await views.list({
          filter: { where: [{ field: 'entity', op: 'eq', value: kind.name }] },
          sort: 'name',
          limit: MOST,
          signal,
        })
      ).records,
    [workspace.id, kind.name],
  );
  const removing = useSubmit();
  const current = data?.find(({ id }) => id === query.view);
  const open = ({ id, filter, sort, columns }: View) => {
    const { where, anyOf } = filter as ListFilter;
    query.set({
      filter: { ...(where && { where }), ...(anyOf && { anyOf }) },
      search: filter.search ?? '',
      sort,
      columns,
      view: id,
    });
  };
  const remove = (id: string) =>
    removing.run(async () => {
      await views.remove(id);
      if (query.view === id) query.set({ view: undefined });
      reload();
    });
  return (
    <>
      <Menu className="button button--plain" button={current ? `View: ${current.name}` : 'Views'}>
        {(close) => (
          <>
            {!data && !error && <Skeleton label="Loading the views" lines={2} />}
            {(error ?? removing.error) && (
              <Notice kind="danger">
                {problemText((error ?? removing.error) as NonNullable<typeof error>)}
              </Notice>
            )}
            <ul className="views-menu">
              <li>
                <Button
                  kind="quiet"
                  onClick={() => {
                    close();
                    query.set({
                      filter: {},
                      search: '',
                      sort: undefined,
                      columns: undefined,
                      view: undefined,
                    });
                  }}
                >
                  All {kind.label.many}
                </Button>
              </li>
              {data?.map((view) => (
                <li key={view.id}>
                  <Button
                    kind="quiet"
                    aria-current={view.id === query.view ? 'true' : undefined}
                    onClick={() => {
                      close();
                      open(view);
                    }}
                  >
                    {view.name}
                    {view.isShared && <span className="badge">Shared</span>}
                  </Button>
                  {(view.userId === session.user.id || isAdmin) && (
                    <Button
                      kind="quiet"
                      isIcon
                      aria-label={`Delete the view ${view.name}`}
                      disabled={removing.isBusy}
                      onClick={() => void remove(view.id)}
                    >
                      <ConsoleIcon name="trash" />
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            <Button
              onClick={() => {
                close();
                setIsSaving(true);
              }}
            >
              Save this view
            </Button>
          </>
        )}
      </Menu>
      {isSaving && (
        <SaveDialog
          kind={kind}
          query={query}
          onClose={() => setIsSaving(false)}
          onSaved={(view) => {
            setIsSaving(false);
            reload();
            query.set({ view: view.id });
          }}
        />
      )}
    </>
  );
}

interface SaveProps {
  kind: EntityMetadata;
  query: ListQuery;
  onClose: () => void;
  onSaved: (view: View) => void;
}

function SaveDialog({ kind, query, onClose, onSaved }: SaveProps) {
  const { workspace, session } = useSession();
  const { field, values, setValues, isBusy, problem, onSubmit } = useForm(
    { name: '', isShared: false },
    async ({ name, isShared }) => {
      const { filter, search, sort, columns } = query;
      const view = {
        name,
        isShared,
        entity: kind.name,
        userId: session.user.id,
        filter: { ...(!isNoFilter(filter) && filter), ...(search && { search }) },
        ...(sort !== kind.sort && { sort }),
        ...(columns && { columns }),
      };
      onSaved(await recordsOf<View>(workspace.id, 'saved-views').create(view));
    },
  );
  return (
    <Dialog title="Save this view" onClose={onClose}>
      <form className="dialog__form" onSubmit={onSubmit}>
        <TextField label="Name" required maxLength={80} autoComplete="off" {...field('name')} />
        {workspace.role !== 'viewer' && (
          <label className="check">
            <input
              type="checkbox"
              checked={values.isShared}
              onChange={(event) => setValues({ ...values, isShared: event.currentTarget.checked })}
            />
            Everybody in the workspace sees it
          </label>
        )}
        {problem && <Notice kind="danger">{problem}</Notice>}
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={isBusy}>
            {isBusy ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
