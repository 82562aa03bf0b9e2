const FENCE = '```';

/**
 * Cuts mrkdwn into parts of at most `max` characters, at paragraphs, else lines, else words. Nothing is lost but the
 * white space at the cuts; a link or an escaped character is never cut in two, and a fixed-width block goes on in the
 * next part.
 */
export function splitText(text: string, max: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > max) {
    // room for the end of a fixed-width block
    const cut = cutAt(rest, max - FENCE.length - 1);
    let part = rest.slice(0, cut).trimEnd();
    rest = rest.slice(cut).replace(/^[^\S\n]*\n*/, '');
    if ((part.split(FENCE).length - 1) % 2 === 1) {
      part += `\n${FENCE}`;
      rest = `${FENCE}\n${rest}`;
    }
    parts.push(part);
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

/** Where the part ends: a good place in its second half, else the last place that breaks nothing. */
function cutAt(text: string, max: number): number {
  const window = text.slice(0, max);
  for (const boundary of ['\n\n', '\n', ' ']) {
    const at = window.lastIndexOf(boundary);
    if (at > max / 2) return whole(text, at);
  }
  return whole(text, max);
}

/** Moves a cut out of a link, an escaped character or a surrogate pair. */
function whole(text: string, at: number): number {
  const before = text.slice(0, at);
  const link = before.lastIndexOf('<');
  if (link > 0 && link > before.lastIndexOf('>')) return link;
  const entity = /&[a-z]{0,4}$/.exec(before);
  if (entity && entity.index > 0) return entity.index;
  return /[\uD800-\uDBFF]$/.test(before) ? at - 1 : at;
}
