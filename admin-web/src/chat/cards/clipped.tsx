import { useState } from 'react';
import './clipped.css';

/** Longer texts, or of more lines, are clipped. */
const LONG_TEXT = 320;
const MANY_LINES = 6;

/** A text that is shown in part when it is long, with a button for all of it. */
export function Clipped({ text, most = LONG_TEXT }: { text: string; most?: number }) {
  const [isOpen, setIsOpen] = useState(false);
  if (text.length <= most && text.split('\n').length <= MANY_LINES) return <>{text}</>;
  return (
    <>
      <span className={isOpen ? 'clipped clipped--open' : 'clipped'}>{text}</span>
      <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Show less' : 'Show all'}
      </button>
    </>
  );
}
