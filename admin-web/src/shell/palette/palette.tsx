import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { problemText } from '../../ui/use-submit.ts';
import type { PaletteItem } from './palette-item.ts';
import { usePaletteItems } from './use-palette-items.ts';
import './palette.css';

interface Props {
  onClose: () => void;
  onShortcuts: () => void;
}

/** Finds records, conversations, places and actions; the focus stays in the field while a list below it is moved through. */
export function Palette({ onClose, onShortcuts }: Props) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { items, error, isSearching } = usePaletteItems(text, { onShortcuts });
  const listId = useId();
  const [isChosen, setIsChosen] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const chosen = Math.min(at, items.length - 1);
  const optionId = (index: number) => `${listId}-${index}`;

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  const choose = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const first = useRef(choose);
  first.current = choose;
  const [best] = items;
  useEffect(() => {
    if (isChosen && !isSearching) first.current(best);
  }, [isChosen, isSearching, best]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: (chosen + 1) % items.length,
      ArrowUp: (chosen - 1 + items.length) % items.length,
      PageDown: Math.min(chosen + 8, items.length - 1),
      PageUp: Math.max(chosen - 8, 0),
    };
    const next = moves[event.key];
    if (next !== undefined && items.length > 0) {
      event.preventDefault();
      setAt(next);
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      // what is still being looked for is waited for
      if (isSearching) setIsChosen(true);
      else choose(items[chosen]);
    }
  };
  return (
    <Dialog title="Search and commands" className="palette" onClose={onClose}>
      <input
        className="input"
        role="combobox"
        aria-label="Search"
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={items.length > 0 ? optionId(chosen) : undefined}
        placeholder="A name, a place or a command"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          setIsChosen(false);
        }}
        onKeyDown={onKeyDown}
      />
      <p className="visually-hidden" role="status">
        {isSearching ? 'Searching…' : `${items.length} to choose from`}
      </p>
      {error && (
        <p className="palette__problem" role="alert">
          Records could not be searched. {problemText(error)}
        </p>
      )}
      <div ref={list} id={listId} className="palette__list" role="listbox" aria-label="To choose from">
        {groupsOf(items).map(({ group, from, own }) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox has groups of its own
          <div key={group} role="group" aria-label={group}>
            <div className="palette__group" aria-hidden="true">
              {group}
            </div>
            {own.map((item, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
              <div
                key={item.id}
                id={optionId(from + index)}
                role="option"
                tabIndex={-1}
                aria-selected={from + index === chosen}
                className="palette__option"
                onPointerMove={() => setAt(from + index)}
                onClick={() => choose(item)}
              >
                <span>{item.title}</span>
                {item.detail && <small>{item.detail}</small>}
              </div>
            ))}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

/** Items that follow each other and are of one group. */
function groupsOf(items: readonly PaletteItem[]) {
  const groups: Array<{ group: string; from: number; own: PaletteItem[] }> = [];
  for (const [index, item] of items.entries()) {
    const last = groups.at(-1);
    if (last?.group === item.group) last.own.push(item);
    else groups.push({ group: item.group, from: index, own: [item] });
  }
  return groups;
}
