import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { FieldMetadata } from './kinds.ts';
import { useKinds } from './metadata-provider.tsx';
import { recordPath } from './record-path.ts';
import { isEmpty, type ValueStyle, type Values, valueText } from './value-text.ts';

interface Props {
  field: FieldMetadata;
  value: unknown;
  style: ValueStyle;
  record?: Values;
}

/** A stored value to look at and to follow: a record leads to its page, an address to a mail, a number to a call. */
export function ValueView({ field, value, style, record = {} }: Props): ReactNode {
  const kinds = useKinds();
  const text = valueText(field, value, style, record);
  if (isEmpty(value)) return <span className="is-empty">{text}</span>;
  const kind = field.ref && !field.part ? kinds.get(field.ref) : undefined;
  if (kind?.isSpoken && typeof value === 'string') return <Link to={recordPath(kind, value)}>{text}</Link>;
  if (typeof value !== 'string') return text;
  if (field.format === 'email')
    return <a href={`mailto:${encodeURIComponent(value).replace('%40', '@')}`}>{text}</a>;
  if (field.format === 'phone') return <a href={`tel:${value.replace(/[^\d+]/g, '')}`}>{text}</a>;
  if (field.format === 'url')
    return (
      <a href={/^https?:\/\//.test(value) ? value : `https://${value}`} target="_blank" rel="noreferrer">
        {text}
      </a>
    );
  return text;
}
