import { useId } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';

interface Props {
  name: string;
  /** It is to be taken off, not renamed. */
  isGoing: boolean;
  /** "12 contacts, 1 deal". */
  on: string;
  /** The other tags there are: with one of those it is put together. */
  others: readonly string[];
  onClose: () => void;
  /** Throws what the server has against it. */
  change: (body: { from: string[]; to?: string }) => Promise<void>;
}

/** Another name for a tag, the one of another tag, or none. */
export function TagDialog({ name, isGoing, on, others, onClose, change }: Props) {
  const listId = useId();
  const { values, field, problem, isBusy, onSubmit } = useForm({ to: name }, ({ to }) =>
    change({ from: [name], ...(!isGoing && { to: to.trim() }) }),
  );
  const wanted = values.to.trim();
  const isMerge = others.includes(wanted);
  return (
    <Dialog title={isGoing ? `Take ${name} off` : `Rename ${name}`} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <p>
          {isGoing ? 'It is taken off ' : 'It stands on '}
          {on}.
        </p>
        {!isGoing && (
          <>
            <TextField
              label="New name"
              required
              maxLength={60}
              list={listId}
              autoComplete="off"
              hint={
                isMerge
                  ? `There is ${wanted} already: both become one.`
                  : 'The name of another tag puts both together.'
              }
              {...field('to')}
            />
            <datalist id={listId}>
              {others.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          </>
        )}
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="primary"
            disabled={isBusy || (!isGoing && (wanted === name || wanted === ''))}
          >
            {isBusy ? 'Changing…' : isGoing ? 'Take off' : isMerge ? 'Merge' : 'Rename'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
