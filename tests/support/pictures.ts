import sharp from 'sharp';

/** A picture of plain colour. */
export function aPicture({
  width,
  height,
  format = 'png',
}: {
  width: number;
  height: number;
  format?: 'png' | 'jpeg' | 'gif' | 'webp';
}): Promise<Buffer<ArrayBuffer>> {
  const plain = sharp({ create: { width, height, channels: 3, background: '#36c' } });
  return plain.toFormat(format).toBuffer() as Promise<Buffer<ArrayBuffer>>;
}
