import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

interface RowActions {
  isBusy: boolean;
  /** Does it and reads the list again. @param said - what is told once it is done */
  act: (what: () => Promise<unknown>, said?: string) => void;
  /** What went wrong, or was done. */
  told: ReactNode;
}

/** What is done to the rows of a list, one thing at a time, and what came of it. */
export function useRowActions(reload: () => void): RowActions {
  const [done, setDone] = useState<string>();
  const { isBusy, error, run } = useSubmit();
  return {
    isBusy,
    act: (what, said) =>
      void run(async () => {
        await what();
        setDone(said);
        reload();
      }),
    told: (
      <>
        {error && <Notice kind="danger">{problemText(error)}</Notice>}
        {done && <Notice kind="positive">{done}</Notice>}
      </>
    ),
  };
}

interface RowButtonProps {
  label: string;
  /** Which row it is of; the label alone tells nothing to who does not see the row. */
  of: string;
  disabled: boolean;
  onClick: () => void;
}

export function RowButton({ label, of, ...button }: RowButtonProps) {
  return (
    <Button kind="quiet" aria-label={`${label} ${of}`} {...button}>
      {label}
    </Button>
  );
}
