import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { sizeInWords } from '../cards/size-in-words.ts';
import type { PendingFile } from './use-attachments.ts';

interface Props {
  files: readonly PendingFile[];
  onRemove: (key: number) => void;
}

/** The files that go with the next message: how far each is, or why it does not go. */
export function PendingFiles({ files, onRemove }: Props) {
  if (files.length === 0) return null;
  return (
    <ul className="pending-files" aria-label="Files of this message">
      {files.map(({ key, name, size, part, fileId, problem }) => (
        <li key={key} className={problem ? 'pending-file pending-file--problem' : 'pending-file'}>
          <Icon name={problem ? 'alert' : 'file'} size={16} />
          <span className="pending-file__name">{name}</span>
          <span className="pending-file__state" role={problem ? 'alert' : undefined}>
            {problem ?? (fileId ? sizeInWords(size) : `${Math.round(part * 100)} %`)}
          </span>
          {!fileId && !problem && <progress max={1} value={part} aria-label={`Sending ${name}`} />}
          <Button kind="quiet" isIcon aria-label={`Remove ${name}`} onClick={() => onRemove(key)}>
            <Icon name="cross" size={16} />
          </Button>
        </li>
      ))}
    </ul>
  );
}
