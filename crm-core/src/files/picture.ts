import { InvalidError } from '../errors.ts';

/** What decoding a picture may take: 40 megapixels (specification of attachments). */
const MOST_PIXELS = 40_000_000;
const THUMB_PX = 320;

export interface Picture {
  content: Buffer;
  thumbnail: Buffer;
}

/** Which pictures can be drawn anew; of others only the content itself is kept. */
export const isDrawn = (mime: string): boolean => /^image\/(?!svg)/.test(mime);

/**
 * A picture as it is kept: turned upright, of a moving one the first frame, without what a camera writes into it (where
 * it was taken, by whom); and a thumbnail of it.
 *
 * @throws InvalidError when it is no whole picture, or has more than 40 megapixels
 */
export async function asKept(name: string, given: Uint8Array): Promise<Picture> {
  // loaded with the first picture: it brings a native library
  const { default: sharp } = await import('sharp');
  const decoded = () => sharp(given, { limitInputPixels: MOST_PIXELS, failOn: 'error', animated: false });
  try {
    const content = await decoded().autoOrient().toBuffer();
    const thumbnail = await sharp(content, { limitInputPixels: MOST_PIXELS })
      .resize(THUMB_PX, THUMB_PX, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer();
    return { content, thumbnail };
  } catch (error) {
    const isTooLarge = error instanceof Error && /pixel limit/i.test(error.message);
    throw new InvalidError(
      isTooLarge
        ? `${name} has more than 40 megapixels, which is the most I can take. Make it smaller and send it again.`
        : `${name} is no picture that can be read; it may be damaged. Save it anew and send it again.`,
      { name: 'cannot be read' },
    );
  }
}
