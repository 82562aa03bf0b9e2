import type { ChosenProps } from '../../chat/chat-context.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { BulkBar } from '../records/bulk-bar.tsx';
import '../records/records.css';

const ALL = { filter: {}, search: '' };
const nothing = () => {};

/** What can be done with the rows of an answer that are chosen; as in a list, it is proposed first. */
export function ChosenRecords({ entity, chosen, onClear }: ChosenProps) {
  const kind = useKinds().spoken.find(({ name }) => name === entity);
  if (!kind) return null;
  return (
    <BulkBar
      kind={kind}
      query={ALL}
      selection={chosen}
      count={undefined}
      isAllShownChosen={false}
      onClear={onClear}
      onDone={nothing}
    />
  );
}
