import { Worker } from 'node:worker_threads';
import { decodeText } from './decode-text.ts';
import type { TextWay } from './text-kinds.ts';
import type { ReadAnswer, ReadOrder } from './text-thread.ts';

/** How long a document may be read, and how much memory that may take (specification of attachments). */
const READ_MS = 10_000;
const MEMORY_MB = 256;
/** What is longer is cut: nobody is told as much of one file. */
const MOST_LETTERS = 1_000_000;

/** The text of a file by page; `none` where it has no letters in it; or why it cannot be read, for people. */
export type FileText = { pages: string[] } | { none: true } | { problem: string };

const PROBLEMS = {
  password: 'it is protected by a password',
  damaged: 'it is damaged',
  slow: `reading it takes longer than ${READ_MS / 1_000} s`,
  large: 'reading it takes more memory than a document should',
} as const;

/** @param limits - shorter ones, for tests */
export async function readText(
  bytes: Uint8Array,
  way: TextWay,
  limits: { readMs?: number; memoryMb?: number } = {},
): Promise<FileText> {
  // an office document with a password is no zip but the container that Office had before
  if (way !== 'plain' && way !== 'pdf' && bytes[0] === 0xd0 && bytes[1] === 0xcf)
    return { problem: PROBLEMS.password };
  const answer = way === 'plain' ? { pages: [decodeText(bytes)] } : await inThread({ bytes, way }, limits);
  if ('problem' in answer) return { problem: PROBLEMS[answer.problem] };
  const pages = clipped(answer.pages.map(clean));
  return pages.some((page) => /[\p{L}\p{N}]/u.test(page)) ? { pages } : { none: true };
}

type Answer = ReadAnswer | { problem: 'slow' | 'large' };

/** A thread that is killed takes neither the process nor its memory with it. */
function inThread(
  order: ReadOrder,
  { readMs = READ_MS, memoryMb = MEMORY_MB }: { readMs?: number; memoryMb?: number },
): Promise<Answer> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./text-worker.mjs', import.meta.url), {
      workerData: order,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      // what the reader of documents has to say of them is of no interest
      stdout: true,
      stderr: true,
    });
    const timer = setTimeout(() => end({ problem: 'slow' }), readMs);
    const end = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    worker.once('message', (answer: ReadAnswer) => end(answer));
    worker.once('error', (error: NodeJS.ErrnoException) =>
      end({ problem: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'large' : 'damaged' }),
    );
    worker.once('exit', () => end({ problem: 'damaged' }));
  });
}

/** Without what no text has, and what divides pages. */
const clean = (page: string): string =>
  page
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b-\u001f\ufeff]/g, '');

function clipped(pages: readonly string[]): string[] {
  let left = MOST_LETTERS;
  return pages.flatMap((page) => {
    if (left <= 0) return [];
    const part = page.slice(0, left);
    left -= part.length;
    return [part];
  });
}
