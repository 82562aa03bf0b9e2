import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InvalidError } from '../../errors.ts';

/** Letters are read best at about this width of a card. */
const WIDTH_PX = 1_600;
/** A page of text takes a few seconds. */
const LONGEST_MS = 25_000;
/** Under this nothing of it can be relied on, of 100. */
const LEAST_SURE = 40;

/** One picture at a time: reading takes a core and 200 MB. */
let last: Promise<unknown> = Promise.resolve();

/**
 * The text in a picture, read on this machine (Tesseract, English letters and words), as lines from top to bottom.
 *
 * @throws InvalidError when there is no text in it, or none that can be read surely
 */
export function textOfPicture(name: string, bytes: Uint8Array): Promise<string> {
  const own = last.then(() => read(name, bytes));
  last = own.catch(() => undefined);
  return own;
}

async function read(name: string, bytes: Uint8Array): Promise<string> {
  // loaded with the first picture: both bring large libraries
  const [{ default: sharp }, { createWorker }] = await Promise.all([import('sharp'), import('tesseract.js')]);
  const plain = await sharp(bytes).resize(WIDTH_PX).greyscale().normalise().png().toBuffer();
  const data = createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json');
  const worker = await createWorker('eng', 1, {
    langPath: join(dirname(data), '4.0.0_best_int'),
    gzip: true,
    cacheMethod: 'none',
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, refuse) => {
    timer = setTimeout(
      () => refuse(new InvalidError(`Reading ${name} took too long. Send a smaller part of it.`)),
      LONGEST_MS,
    );
  });
  try {
    const { data: found } = await Promise.race([worker.recognize(plain), tooLong]);
    const text = found.text.trim();
    if (text === '' || found.confidence < LEAST_SURE)
      throw new InvalidError(
        `I can read no text in ${name}. Take the picture from straight above, in good light, with the text filling it.`,
      );
    return text;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
