import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { capitalize } from '../../formatting.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { isEmpty, type Values, valueAt, valueText } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import type { RecordSection } from './record-section.ts';
import { RECORD_SECTIONS } from './record-sections.ts';
import { UndoBar } from './undo-bar.tsx';
import { useRecord } from './use-record.ts';
import './record.css';

interface Props {
  kind: EntityMetadata;
  id: string;
  /** Beside a conversation its heading is not the page's. */
  level?: 'h1' | 'h2';
  /** Told what the record is called, once that is known. */
  onTitle?: (title: string) => void;
  /** Buttons of the place that it stands in. */
  actions?: () => ReactNode;
}

/** A record with all that is known of it, on its page or beside a conversation. */
export function RecordView({ kind, id, level: Heading = 'h1', onTitle, actions }: Props) {
  const { workspace } = useSession();
  const { record, error, isLoading, reload, save, news, lookAgain } = useRecord(kind, id);
  const [edit, setEdit] = useState(0);
  const [isDeleting, setIsDeleting] = useState(false);
  const restoring = useSubmit();
  const valued = useMemo(() => (record ? [{ kind: kind.name, values: record }] : []), [kind.name, record]);
  const style = useValueStyle(valued);
  const saveEdit = useCallback(
    async (patch: Values) => {
      await save(patch);
      setEdit((count) => count + 1);
    },
    [save],
  );
  if (error && !record)
    return (
      <ProblemState
        title={
          error.status === 404 ? `There is no such ${kind.label.one}` : `The ${kind.label.one} did not load`
        }
        error={error}
        onRetry={reload}
      />
    );
  if (!record) return isLoading ? <Skeleton label={`Loading the ${kind.label.one}`} lines={8} /> : null;

  const title = String(valueAt(record, kind.title) ?? record.id);
  onTitle?.(title);
  const subtitle = kind.subtitle
    .filter((name) => !isEmpty(valueAt(record, name)))
    .map((name) =>
      valueText(
        kind.fields.find((one) => one.name === name),
        valueAt(record, name),
        style,
        record,
      ),
    );
  const at = (place: RecordSection['place']) =>
    RECORD_SECTIONS.filter(
      (section) =>
        section.place === place &&
        (section.of?.includes(kind.name) ?? true) &&
        (section.isFor?.(kind) ?? true),
    ).map(({ name, Section }) => (
      <Section key={name} kind={kind} record={record} save={saveEdit} news={news} lookAgain={lookAgain} />
    ));
  const restore = () =>
    restoring.run(async () => {
      await recordsOf(workspace.id, kind.plural).restore(id);
      reload();
    });

  return (
    <article className="record-view" aria-label={title}>
      <header className="record-view__head">
        <div>
          <p className="record-view__kind">{capitalize(kind.label.one)}</p>
          <Heading className="record-view__title">{title}</Heading>
          {subtitle.length > 0 && <p className="record-view__subtitle">{subtitle.join(', ')}</p>}
        </div>
        <div className="record-view__actions">
          {actions?.()}
          {kind.rights.delete && !record.isDeleted && (
            <Button kind="quiet" isIcon aria-label={`Delete ${title}`} onClick={() => setIsDeleting(true)}>
              <ConsoleIcon name="trash" />
            </Button>
          )}
        </div>
      </header>
      {record.isDeleted && (
        <Notice kind="warning">
          <div className="notice__row">
            This {kind.label.one} is in the trash.
            {kind.rights.delete && (
              <Button disabled={restoring.isBusy} onClick={() => void restore()}>
                Restore it
              </Button>
            )}
          </div>
          {restoring.error && <p>{problemText(restoring.error)}</p>}
        </Notice>
      )}
      {!record.isDeleted && <UndoBar recordId={id} edit={edit} />}
      {at('top')}
      <div className="record-view__columns">
        <div>{at('main')}</div>
        <div>{at('side')}</div>
      </div>
      {isDeleting && (
        <DeleteDialog
          kind={kind}
          id={id}
          title={title}
          onClose={() => setIsDeleting(false)}
          onDeleted={() => {
            setIsDeleting(false);
            reload();
          }}
        />
      )}
    </article>
  );
}
