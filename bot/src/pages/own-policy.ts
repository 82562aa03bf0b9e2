import { createHash } from 'node:crypto';

/**
 * What a page of ours may do: its own style, the script of forms from this host, pictures from this host, and nothing else. The
 * style is named by its hash, so that the page can be stored and no value of it need be made for each visitor.
 *
 * @param framedBy - who may show it in a frame
 */
export function ownPolicy(page: string, framedBy = "'none'"): string {
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${framedBy}`;
}
