import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { recordsOf } from '../api/records.ts';
import { useResource } from '../api/use-resource.ts';
import { useSession } from '../session/session-context.ts';
import type { EntityMetadata } from './kinds.ts';
import type { Values } from './value-text.ts';
import './record-combobox.css';

const MOST = 8;
const SETTLED_MS = 180;

interface Props {
  kind: EntityMetadata;
  /** The id of the record that is chosen; '' for none. */
  value: string;
  /** What it is called, as far as that is known. */
  name: string;
  control: { id: string; 'aria-describedby': string; 'aria-invalid': boolean };
  onValue: (id: string) => void;
}

/** Finds a record of a kind by its name: type, choose with the arrows or the pointer; an empty field chooses none. */
export function RecordCombobox({ kind, value, name, control, onValue }: Props) {
  const { workspace } = useSession();
  const listId = useId();
  const [text, setText] = useState(name);
  const [search, setSearch] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [at, setAt] = useState(0);
  const isTyped = useRef(false);
  useEffect(() => {
    if (!isTyped.current) setText(name);
  }, [name]);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(isTyped.current ? text.trim() : ''), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, error, isLoading } = useResource(
    async (signal) => {
      if (!isOpen) return [];
      const { records } = await recordsOf<Values & { id: string }>(workspace.id, kind.plural).list({
        ...(search && { search }),
        ...(!search && kind.sort && { sort: kind.sort }),
        limit: MOST,
        signal,
      });
      return records.map((record) => ({ id: record.id, name: String(record[kind.title] ?? record.id) }));
    },
    [workspace.id, kind.plural, search, isOpen],
  );
  const options = data ?? [];
  const choose = (option: { id: string; name: string } | undefined) => {
    isTyped.current = false;
    setText(option?.name ?? '');
    setIsOpen(false);
    onValue(option?.id ?? '');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setIsOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (isOpen) setAt((now) => Math.max(0, Math.min(options.length - 1, now + step)));
    } else if (event.key === 'Enter' && isOpen && (options[at] || isTyped.current)) {
      // what was typed and is nobody must not be sent as nobody
      event.preventDefault();
      if (options[at]) choose(options[at]);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setIsOpen(false);
      isTyped.current = false;
      setText(name);
    }
  };
  return (
    <div className="combobox">
      <input
        {...control}
        className="input"
        role="combobox"
        autoComplete="off"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && options[at] ? `${listId}-${at}` : undefined}
        placeholder={`Find ${kind.label.many}`}
        value={text}
        onFocus={() => setIsOpen(true)}
        onBlur={() => {
          setIsOpen(false);
          // what was typed and not chosen is nobody
          if (isTyped.current) {
            isTyped.current = false;
            setText(value ? name : '');
          }
        }}
        onChange={(event) => {
          isTyped.current = true;
          setText(event.currentTarget.value);
          setIsOpen(true);
          setAt(0);
          if (event.currentTarget.value === '') onValue('');
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={kind.label.many}
        className="combobox__list"
        hidden={!isOpen}
      >
        {isOpen &&
          options.map((option, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
            <div
              key={option.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              className="combobox__option"
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              {option.name}
            </div>
          ))}
        {isOpen && options.length === 0 && (
          <p className="combobox__note">
            {error ? error.message : isLoading ? 'Looking…' : `No ${kind.label.one} found.`}
          </p>
        )}
      </div>
    </div>
  );
}
