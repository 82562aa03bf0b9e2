import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Props {
  title: string;
  /** The secret. */
  text: string;
  /** What it is for. */
  children: ReactNode;
  onClose: () => void;
}

/** A secret that is nowhere to be had again. */
export function ShownOnce({ title, text, children, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children} It is shown this once.</p>
      <div className="code-box code-box--dialog">
        <pre>
          <code>{text}</code>
        </pre>
        <CopyButton text={text} label="Copy" hasText />
      </div>
      <div className="dialog__actions">
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
