const UNITS = ['bytes', 'KB', 'MB', 'GB'];

/** 1536 is "1.5 KB". */
export function sizeInWords(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < UNITS.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${unit === 0 ? size : Number(size.toFixed(1))} ${UNITS[unit]}`;
}
