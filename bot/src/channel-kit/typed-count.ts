/** The number that a large proposal asks for: "1,250" and "1250" are the same; undefined when it is none. */
export function readCount(text: string | null | undefined): number | undefined {
  const digits = (text ?? '').replace(/[\s,.'’]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}
