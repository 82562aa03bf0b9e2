import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { PLACES } from '../places.ts';
import { areLettersOn, turnLetters } from './letters.ts';
import './palette.css';

const MODIFIER = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** Which keys do what. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const [isOn, setIsOn] = useState(areLettersOn);
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="shortcuts">
        <dt>
          <kbd>{MODIFIER}</kbd> <kbd>K</kbd>
        </dt>
        <dd>Search and commands</dd>
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>These shortcuts</dd>
        {PLACES.map(({ key, label, to }) => (
          <div key={to} style={{ display: 'contents' }}>
            <dt>
              <kbd>G</kbd> <kbd>{key.toUpperCase()}</kbd>
            </dt>
            <dd>Go to {label}</dd>
          </div>
        ))}
        <dt>
          <kbd>Esc</kbd>
        </dt>
        <dd>Close what is open</dd>
      </dl>
      <label className="check">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => {
            turnLetters(event.currentTarget.checked);
            setIsOn(event.currentTarget.checked);
          }}
        />
        Use single letters as shortcuts
      </label>
    </Dialog>
  );
}
