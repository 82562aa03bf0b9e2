import { Icon } from '../../ui/icon.tsx';
import './step-list.css';

const STATE = { waiting: 'to come', running: 'in progress', done: 'done', failed: 'failed' } as const;

interface Props {
  steps: ReadonlyArray<{ id: string; text: string; state: keyof typeof STATE; detail?: string | undefined }>;
}

/** The steps of a plan, each with how far it is. */
export function StepList({ steps }: Props) {
  return (
    <ol className="steps" aria-label="Steps">
      {steps.map(({ id, text, state, detail }) => (
        <li key={id}>
          <span className={`steps__mark steps__mark--${state}`}>
            {(state === 'done' || state === 'failed') && (
              <Icon name={state === 'done' ? 'check' : 'cross'} size={13} />
            )}
          </span>
          <span>
            {text}
            <span className="visually-hidden">, {STATE[state]}</span>
            {detail && <span className="steps__detail">{detail}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
