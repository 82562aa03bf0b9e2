import { useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

interface CopyButtonProps {
  /** A function is asked when it is pressed. */
  text: string | (() => Promise<string>);
  label: string;
  /** Shows the label beside the icon. */
  hasText?: boolean;
}

/** How long "Copied" stays. */
const THANKS_MS = 2_000;

export function CopyButton({ text, label, hasText = false }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), THANKS_MS);
  };
  return (
    <Button
      kind={hasText ? 'plain' : 'quiet'}
      isIcon={!hasText}
      aria-label={isCopied ? 'Copied' : label}
      title={label}
      onClick={copy}
    >
      <Icon name={isCopied ? 'check' : 'copy'} size={16} />
      {hasText && (isCopied ? 'Copied' : label)}
    </Button>
  );
}
