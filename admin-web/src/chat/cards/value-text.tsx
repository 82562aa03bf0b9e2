import { Clipped } from './clipped.tsx';
import { reachOf } from './reach-of.ts';

/** A value to read; where it is an address or a number, to write or to call. */
export function ValueText({ text, most }: { text: string; most?: number }) {
  const href = reachOf(text);
  return href ? <a href={href}>{text}</a> : <Clipped text={text} {...(most && { most })} />;
}
