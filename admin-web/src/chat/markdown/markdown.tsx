import { Lexer, type Token, type Tokens } from 'marked';
import { type ReactNode, useMemo } from 'react';
import { Inline } from './markdown-inline.tsx';
import './markdown.css';

interface MarkdownProps {
  text: string;
  allowedHosts: readonly string[];
}

/**
 * An answer's CommonMark as elements. Nothing is ever parsed as HTML: raw HTML shows as the text it is, an image shows
 * its alternative text, and links pass `safeLink`. So there is nothing left to sanitise.
 */
export function Markdown({ text, allowedHosts }: MarkdownProps) {
  const tokens = useMemo(() => new Lexer({ gfm: true }).lex(text), [text]);
  return (
    <div className="markdown" dir="auto">
      <Blocks tokens={tokens} allowedHosts={allowedHosts} />
    </div>
  );
}

interface BlocksProps {
  tokens: readonly Token[];
  allowedHosts: readonly string[];
}

/** Answers stand under the page's own headings, so theirs start at the second level. */
const HEADINGS = ['h2', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

function Blocks({ tokens, allowedHosts }: BlocksProps): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end
  return tokens.map((token, index) => <Block key={index} token={token} allowedHosts={allowedHosts} />);
}

function Block({ token, allowedHosts }: { token: Token; allowedHosts: readonly string[] }): ReactNode {
  const inline = (tokens: readonly Token[] | undefined) => (
    <Inline tokens={tokens ?? []} allowedHosts={allowedHosts} />
  );
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading': {
      const Heading = HEADINGS[(token as Tokens.Heading).depth - 1] ?? 'h6';
      return <Heading>{inline(token.tokens)}</Heading>;
    }
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>;
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={token.tokens ?? []} allowedHosts={allowedHosts} />
        </blockquote>
      );
    case 'list':
      return <List list={token as Tokens.List} allowedHosts={allowedHosts} />;
    case 'code':
      return (
        <pre>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'table':
      return <Table table={token as Tokens.Table} allowedHosts={allowedHosts} />;
    case 'hr':
      return <hr />;
    case 'text':
      return token.tokens ? inline(token.tokens) : (token as Tokens.Text).text;
    default:
      return <p>{token.raw}</p>;
  }
}

function List({ list, allowedHosts }: { list: Tokens.List; allowedHosts: readonly string[] }) {
  const items = list.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end
    <li key={index}>
      {item.task && (item.checked ? '☑ ' : '☐ ')}
      <Blocks tokens={item.tokens.filter((t) => t.type !== 'checkbox')} allowedHosts={allowedHosts} />
    </li>
  ));
  return list.ordered ? <ol start={list.start === '' ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table, allowedHosts }: { table: Tokens.Table; allowedHosts: readonly string[] }) {
  const cell = (value: Tokens.TableCell, index: number) => {
    const Cell = value.header ? 'th' : 'td';
    return (
      <Cell key={index} style={value.align ? { textAlign: value.align } : undefined}>
        <Inline tokens={value.tokens} allowedHosts={allowedHosts} />
      </Cell>
    );
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="markdown__table" tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>{table.header.map(cell)}</tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end
            <tr key={index}>{row.map(cell)}</tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
