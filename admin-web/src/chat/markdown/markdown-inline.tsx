import type { Token, Tokens } from 'marked';
import { type ReactNode, useContext } from 'react';
import { NamedRecordsContext } from '../cards/named-records.ts';
import { RecordName } from '../cards/record-name.tsx';
import { useChatActions } from '../chat-context.ts';
import { safeLink } from './safe-link.ts';

interface InlineProps {
  tokens: readonly Token[];
  allowedHosts: readonly string[];
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
};
const decode = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => ENTITIES[name] ?? '');

export function Inline({ tokens, allowedHosts }: InlineProps): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end
  return tokens.map((token, index) => <InlineToken key={index} token={token} allowedHosts={allowedHosts} />);
}

function InlineToken({ token, allowedHosts }: { token: Token; allowedHosts: readonly string[] }): ReactNode {
  const inner = <Inline tokens={'tokens' in token ? (token.tokens ?? []) : []} allowedHosts={allowedHosts} />;
  switch (token.type) {
    case 'strong':
      return (
        <strong>
          <Named text={decode((token as Tokens.Strong).text)}>{inner}</Named>
        </strong>
      );
    case 'em':
      return <em>{inner}</em>;
    case 'del':
      return <del>{inner}</del>;
    case 'codespan':
      return <code>{decode((token as Tokens.Codespan).text)}</code>;
    case 'br':
      return <br />;
    case 'escape':
      return decode((token as Tokens.Escape).text);
    case 'image':
      return <ImageText image={token as Tokens.Image} />;
    case 'link':
      return <Link link={token as Tokens.Link} allowedHosts={allowedHosts} />;
    case 'text':
      return token.tokens ? inner : decode((token as Tokens.Text).text);
    default:
      return token.raw;
  }
}

/** The name of a record that the answer shows leads to it, where records have a place. */
function Named({ text, children }: { text: string; children: ReactNode }) {
  const record = useContext(NamedRecordsContext).get(text);
  const { recordHref } = useChatActions();
  return record && recordHref?.(record) ? <RecordName record={record} /> : children;
}

/** No image is ever loaded: its address could tell its owner who reads what. */
function ImageText({ image }: { image: Tokens.Image }) {
  return <span className="markdown__image">[{image.text ? `image: ${decode(image.text)}` : 'image'}]</span>;
}

function Link({ link, allowedHosts }: { link: Tokens.Link; allowedHosts: readonly string[] }) {
  const label = <Inline tokens={link.tokens} allowedHosts={allowedHosts} />;
  const safe = safeLink(link.href, allowedHosts, window.location.origin);
  if (safe.kind === 'link') {
    return (
      <a href={safe.href} target="_blank" rel="noopener noreferrer">
        {label}
      </a>
    );
  }
  const isHostInSight = !safe.host || link.text.includes(safe.host);
  return (
    <span>
      {label}
      {!isHostInSight && ` (${safe.host})`}
    </span>
  );
}
