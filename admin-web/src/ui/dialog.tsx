import { type ReactNode, useEffect, useId, useRef } from 'react';
import './dialog.css';

interface DialogProps {
  title: string;
  isDrawer?: boolean;
  isWide?: boolean;
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal. The browser's own dialog keeps the focus inside, closes on Esc and gives the focus back. */
export function Dialog({
  title,
  isDrawer = false,
  isWide = false,
  className = '',
  onClose,
  children,
}: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop; the keyboard has Esc
    <dialog
      ref={ref}
      className={['dialog', isDrawer && 'dialog--drawer', isWide && 'dialog--wide', className]
        .filter(Boolean)
        .join(' ')}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
