import { type Consequence, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import type { EntityMetadata, Kinds } from '../../metadata/kinds.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

interface Props {
  kind: EntityMetadata;
  id: string;
  title: string;
  onClose: () => void;
  onDeleted: () => void;
}

/** What a deletion does to others stands before it. */
export function DeleteDialog({ kind, id, title, onClose, onDeleted }: Props) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const records = recordsOf(workspace.id, kind.plural);
  const { isBusy, error, run } = useSubmit();
  const { data, error: problem, reload } = useResource(() => records.consequences(id), [workspace.id, id]);
  const isHeld = data?.some(({ rule }) => rule === 'refuse') ?? true;
  const remove = async () => {
    const refused = await run(async () => {
      await records.remove(id);
    });
    if (!refused) onDeleted();
  };
  return (
    <Dialog title={`Delete ${title}?`} onClose={onClose}>
      <p>It goes to the trash, from where it can be taken back.</p>
      {problem && <ProblemState title="What goes along did not load" error={problem} onRetry={reload} />}
      {!data && !problem && <Skeleton label="Looking what goes along" lines={2} />}
      {data && data.length > 0 && (
        <ul className="consequences">
          {data.map((one) => (
            <li key={`${one.entity} ${one.rule}`}>{consequenceText(one, kinds)}</li>
          ))}
        </ul>
      )}
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
      <div className="dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="danger" disabled={isHeld || isBusy} onClick={() => void remove()}>
          {isBusy ? 'Deleting…' : 'Delete'}
        </Button>
      </div>
    </Dialog>
  );
}

function consequenceText({ entity, rule, count }: Consequence, kinds: Kinds): string {
  const what = kinds.count(count, entity);
  if (rule === 'cascade') return `${what} ${count === 1 ? 'goes' : 'go'} along.`;
  if (rule === 'clear') return `${what} ${count === 1 ? 'stays' : 'stay'} without it.`;
  return `${what} ${count === 1 ? 'belongs' : 'belong'} to it: move ${count === 1 ? 'that' : 'them'} elsewhere first.`;
}
