import type { TagList, TagsChanged } from '@clianta/bot/api/tag.schema';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { TagDialog } from './tag-dialog.tsx';
import { RowButton, useRowActions } from './use-row-actions.tsx';

type Tag = TagList['tags'][number];

/** Which tags there are and on how much; admins rename, merge and take them off. */
export function TagsPanel() {
  const { workspace, isAdmin } = useSession();
  const kinds = useKinds();
  const address = `/api/workspaces/${encodeURIComponent(workspace.id)}/tags`;
  const { data, error, reload } = useResource(
    async (signal) => (await request<TagList>(address, { signal })).tags,
    [workspace.id],
  );
  const [edited, setEdited] = useState<{ tag: Tag; isGoing: boolean }>();
  const { told, act } = useRowActions(reload);
  const change = async (body: { from: string[]; to?: string }) => {
    const { count, isPending } = await request<TagsChanged>(`${address}/change`, { method: 'POST', body });
    setEdited(undefined);
    const records = `${count} ${count === 1 ? 'record' : 'records'}`;
    act(
      async () => {},
      isPending
        ? `${records} are being changed, which takes some minutes. You can undo it in the audit log.`
        : `Changed ${records}. You can undo it in the audit log.`,
    );
  };
  return (
    <Panel
      title="Tags"
      about="Every tag that records have, as it is written. Workflows, lists and campaigns that name a tag keep the name they have: change them too."
    >
      {error && <ProblemState title="The tags did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the tags" lines={4} />}
      {told}
      {data?.length === 0 && (
        <EmptyState title="No tags yet">
          <p>Say in the chat, for example, “tag Jane as VIP”.</p>
        </EmptyState>
      )}
      <ul className="rows" aria-label="Tags">
        {data?.map((tag) => (
          <li key={tag.name} className="rows__row">
            <div className="rows__text">
              <strong>{tag.name}</strong>
              <p>{tag.counts.map(({ entity, count }) => kinds.count(count, entity)).join(', ')}</p>
            </div>
            {isAdmin && (
              <div className="rows__state">
                <RowButton
                  label="Rename"
                  of={tag.name}
                  disabled={false}
                  onClick={() => setEdited({ tag, isGoing: false })}
                />
                <RowButton
                  label="Take off"
                  of={tag.name}
                  disabled={false}
                  onClick={() => setEdited({ tag, isGoing: true })}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {edited && (
        <TagDialog
          name={edited.tag.name}
          isGoing={edited.isGoing}
          on={edited.tag.counts.map(({ entity, count }) => kinds.count(count, entity)).join(', ')}
          others={data?.map(({ name }) => name).filter((name) => name !== edited.tag.name) ?? []}
          onClose={() => setEdited(undefined)}
          change={change}
        />
      )}
    </Panel>
  );
}
