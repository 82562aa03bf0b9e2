import { useRef, useState } from 'react';
import { type Json, recordsOf } from '../../../api/records.ts';
import { fileHref, thumbnailHref, type UploadedFile, uploadFile } from '../../../api/uploads.ts';
import { useResource } from '../../../api/use-resource.ts';
import { sizeInWords } from '../../../chat/cards/size-in-words.ts';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../../ui/states.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import type { SectionProps } from '../record-section.ts';
import './files-section.css';

const MOST = 50;

/** The files of a record: chosen or dropped to be added, taken away, deleted. */
export function FilesSection({ kind, record, news }: SectionProps) {
  const { workspace } = useSession();
  const toast = useToast();
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [sending, setSending] = useState(0);
  const service = recordsOf<Json<UploadedFile>>(workspace.id, 'attachments');
  const { data, error, reload } = useResource(
    (signal) =>
      service.list({
        filter: {
          where: [
            { field: 'entity', op: 'eq', value: kind.name },
            { field: 'recordId', op: 'eq', value: record.id },
          ],
        },
        limit: MOST,
        signal,
      }),
    [workspace.id, kind.name, record.id, news],
  );
  const add = async (files: Iterable<File>) => {
    for (const file of files) {
      setSending((count) => count + 1);
      try {
        await uploadFile(workspace.id, file, { of: { entity: kind.name, id: record.id } });
      } catch (problem) {
        toast({ title: `${file.name} was not added`, body: (problem as Error).message });
      } finally {
        setSending((count) => count - 1);
      }
    }
    reload();
  };
  const remove = async ({ id, name }: UploadedFile) => {
    try {
      await service.remove(id);
      toast({ title: `Deleted ${name}` });
    } catch (problem) {
      toast({ title: `${name} was not deleted`, body: (problem as Error).message });
    }
    reload();
  };
  const mayAdd = kind.rights.update && !record.isDeleted;
  return (
    <Panel title="Files">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the button does the same */}
      <div
        className={isOver ? 'record-files record-files--over' : 'record-files'}
        onDragOver={(event) => {
          if (!mayAdd || !event.dataTransfer?.types.includes('Files')) return;
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          setIsOver(false);
          if (!mayAdd || !event.dataTransfer?.files.length) return;
          event.preventDefault();
          void add(event.dataTransfer.files);
        }}
      >
        {error && <ProblemState title="The files did not load" error={error} onRetry={reload} />}
        {!data && !error && <Skeleton label="Loading the files" lines={2} />}
        {data?.records.length === 0 && <p className="record-note">No files yet. Drop one here.</p>}
        {data && data.records.length > 0 && (
          <ul className="entries" aria-label="Files">
            {data.records.map((file) => (
              <li key={file.id} className="record-file">
                {file.hasThumb ? (
                  <img src={thumbnailHref(workspace.id, file.id)} alt="" loading="lazy" />
                ) : (
                  <span className="record-file__mark">
                    <Icon name="file" size={18} />
                  </span>
                )}
                <a href={fileHref(workspace.id, file.id)} download={file.name}>
                  {file.name}
                </a>
                <span className="entry__when">{sizeInWords(file.bytes)}</span>
                {mayAdd && (
                  <Button
                    kind="quiet"
                    isIcon
                    aria-label={`Delete ${file.name}`}
                    onClick={() => void remove(file)}
                  >
                    <Icon name="cross" size={16} />
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {mayAdd && (
          <>
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              onChange={(event) => {
                void add([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = '';
              }}
            />
            <Button disabled={sending > 0} onClick={() => picker.current?.click()}>
              <Icon name="clip" size={16} /> {sending > 0 ? 'Sending…' : 'Add files'}
            </Button>
          </>
        )}
      </div>
    </Panel>
  );
}
