import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { type Form, useForm } from '../../ui/use-submit.ts';
import { useUnsaved } from '../../ui/use-unsaved.ts';

interface Fields<V> {
  values: V;
  setValues: Form<V>['setValues'];
  /** Value, error and change of one field, for its control. */
  field: <N extends keyof V & string>(
    name: N,
  ) => { value: V[N]; error: string | undefined; onValue: (value: V[N]) => void; disabled: boolean };
}

interface Props<V> {
  /** What is saved; draw the form anew, by another key, when it has changed. */
  initial: V;
  save: (values: V) => Promise<void>;
  isReadOnly?: boolean;
  /** Default: "Save". */
  label?: string;
  /** One below the other, instead of side by side where there is room. */
  isStacked?: boolean;
  children: (fields: Fields<V>) => ReactNode;
}

/** A form of settings: saved by its button once something is changed, and not left unsaved by accident. */
export function SettingsForm<V extends object>(props: Props<V>) {
  const { initial, save, isReadOnly = false, label = 'Save', isStacked = false, children } = props;
  const [isSaved, setIsSaved] = useState(false);
  const form = useForm(initial, async (values) => {
    await save(values);
    setIsSaved(true);
  });
  const isChanged = JSON.stringify(form.values) !== JSON.stringify(initial);
  useUnsaved(isChanged && !isSaved);
  const field: Fields<V>['field'] = (name) => ({ disabled: isReadOnly, ...form.field(name) });
  return (
    <form onSubmit={form.onSubmit}>
      <div className={isStacked ? 'settings-part' : 'form-grid'}>
        {children({ values: form.values, setValues: form.setValues, field })}
      </div>
      {form.problem && <Notice kind="danger">{form.problem}</Notice>}
      {!isReadOnly && (
        <div className="form-actions">
          <Button type="submit" kind="primary" disabled={!isChanged || form.isBusy}>
            {form.isBusy ? 'Saving…' : label}
          </Button>
          {isChanged && !form.isBusy && (
            <Button kind="quiet" onClick={() => form.setValues(initial)}>
              Discard changes
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
