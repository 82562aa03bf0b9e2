import { type NamedRecord, useOpenRecord } from '../chat-context.ts';

/** The name of a record in a card: pressed, it opens it. */
export function RecordName({ record }: { record: NamedRecord }) {
  const open = useOpenRecord();
  return (
    <button type="button" className="link-button" onClick={() => open(record)}>
      {record.title}
    </button>
  );
}
