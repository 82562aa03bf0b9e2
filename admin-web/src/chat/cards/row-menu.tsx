import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { type NamedRecord, useChatActions, useOpenRecord } from '../chat-context.ts';

/** What can be said about any record. */
const SAYINGS = [
  { label: 'Show it here', say: (title: string) => `Open ${title}` },
  { label: 'Brief me', say: (title: string) => `Brief me on ${title}` },
];

interface Props {
  record: NamedRecord;
  /** Where the row does not show all of its fields. */
  onTellAll: (() => void) | undefined;
}

/** What can be done with the record of a row. */
export function RowMenu({ record, onTellAll }: Props) {
  const { openRecord, say } = useChatActions();
  const open = useOpenRecord();
  return (
    <Menu
      className="button button--quiet button--icon"
      button={
        <>
          <Icon name="more" />
          <span className="visually-hidden">Actions for {record.title}</span>
        </>
      }
    >
      {(close) => (
        <div className="menu__items">
          {openRecord && (
            <Button
              kind="quiet"
              onClick={() => {
                close();
                open(record);
              }}
            >
              Open
            </Button>
          )}
          {onTellAll && (
            <Button
              kind="quiet"
              onClick={() => {
                close();
                onTellAll();
              }}
            >
              All fields
            </Button>
          )}
          {SAYINGS.map((saying) => (
            <Button
              key={saying.label}
              kind="quiet"
              onClick={() => {
                close();
                say(saying.say(record.title));
              }}
            >
              {!openRecord && saying === SAYINGS[0] ? 'Open' : saying.label}
            </Button>
          ))}
        </div>
      )}
    </Menu>
  );
}
