import type { MouseEvent } from 'react';
import { type NamedRecord, useChatActions, useOpenRecord } from '../chat-context.ts';

/** The name of a record in a card: pressed, it opens it. */
export function RecordName({ record }: { record: NamedRecord }) {
  const open = useOpenRecord();
  const href = useChatActions().recordHref?.(record);
  if (!href)
    return (
      <button type="button" className="link-button" onClick={() => open(record)}>
        {record.title}
      </button>
    );
  const follow = (event: MouseEvent) => {
    // another tab is the browser's business
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(record);
  };
  return (
    <a className="link-button" href={href} onClick={follow}>
      {record.title}
    </a>
  );
}
