import { parentPort, workerData } from 'node:worker_threads';
import { extractText, getDocumentProxy } from 'unpdf';
import { officeText } from './office-text.ts';
import type { TextWay } from './text-kinds.ts';

/** What the thread is given. */
export interface ReadOrder {
  bytes: Uint8Array;
  way: Exclude<TextWay, 'plain'>;
}

/** What it answers: the text of each page, or why there is none. */
export type ReadAnswer = { pages: string[] } | { problem: 'password' | 'damaged' };

const port = parentPort;
if (!port) throw new Error('text-thread.ts runs in a worker thread only');

async function read({ bytes, way }: ReadOrder): Promise<ReadAnswer> {
  try {
    if (way !== 'pdf') return { pages: officeText(bytes, way) };
    const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: false });
    return { pages: text };
  } catch (error) {
    return { problem: error instanceof Error && error.name === 'PasswordException' ? 'password' : 'damaged' };
  }
}

port.postMessage(await read(workerData as ReadOrder));
