import { useRef, useState } from 'react';

/** A file that will go with the next message. */
export interface PendingFile {
  key: number;
  name: string;
  size: number;
  /** How much of it has been sent, from 0 to 1. */
  part: number;
  /** Once the server has it. */
  fileId?: string;
  problem?: string;
}

/** What goes with a message. */
export interface SentFile {
  fileId: string;
  name: string;
}

/** Sends one file in. */
export type Upload = (
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
) => Promise<{ id: string; name: string }>;

/** As many as a message may have. */
const MOST_FILES = 10;

/** The files beside the text that is being written: sent in as they are chosen, to be named by the message. */
export function useAttachments(upload: Upload | undefined) {
  const [files, setFiles] = useState<readonly PendingFile[]>([]);
  const running = useRef(new Map<number, AbortController>());
  const lastKey = useRef(0);

  const change = (key: number, more: Partial<PendingFile>) =>
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...more } : one)));

  const begin = (file: File, count: number) => {
    const key = ++lastKey.current;
    const one: PendingFile = { key, name: file.name || 'file', size: file.size, part: 0 };
    if (!upload) return;
    if (count >= MOST_FILES) {
      setFiles((all) => [...all, { ...one, problem: `A message can have ${MOST_FILES} files.` }]);
      return;
    }
    setFiles((all) => [...all, one]);
    const controller = new AbortController();
    running.current.set(key, controller);
    upload(file, (part) => change(key, { part }), controller.signal)
      .then(({ id, name }) => change(key, { fileId: id, name, part: 1 }))
      .catch((error: Error) => change(key, { problem: error.message }))
      .finally(() => running.current.delete(key));
  };

  return {
    files,
    isBusy: files.some(({ fileId, problem }) => !fileId && !problem),
    ready: files.flatMap(({ fileId, name }): SentFile[] => (fileId ? [{ fileId, name }] : [])),
    add: (chosen: Iterable<File>) => {
      for (const [at, file] of [...chosen].entries()) begin(file, files.length + at);
    },
    remove: (key: number) => {
      running.current.get(key)?.abort();
      setFiles((all) => all.filter((one) => one.key !== key));
    },
    clear: () => setFiles([]),
  };
}
