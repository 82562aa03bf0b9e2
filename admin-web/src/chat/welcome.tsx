import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

interface Props {
  name: string;
  prompts: readonly string[];
  onPick: (text: string) => void;
  /** Between the greeting and the prompts: what is on today. */
  children?: ReactNode;
}

/** An empty conversation: what one can say. */
export function Welcome({ name, prompts, onPick, children }: Props) {
  return (
    <div className="welcome">
      <h2>What can I do for you, {name.split(' ')[0]}?</h2>
      <p>Ask about your customers and deals, or say what to change. Every change can be undone.</p>
      {children}
      {prompts.length > 0 && (
        <div className="welcome__prompts">
          {prompts.map((prompt) => (
            <Button key={prompt} onClick={() => onPick(prompt)}>
              <span>{prompt}</span>
              <Icon name="arrowUp" size={16} />
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
