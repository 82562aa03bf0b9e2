import { type FormEvent, type ReactNode, useState } from 'react';
import { FieldControl } from '../../metadata/field-control.tsx';
import { controlOf, inputOf, readInput } from '../../metadata/field-input.ts';
import type { FieldMetadata } from '../../metadata/kinds.ts';
import { merged, patchOf } from '../../metadata/patch-of.ts';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { useUnsaved } from '../../ui/use-unsaved.ts';

interface Props {
  fields: readonly FieldMetadata[];
  /** What is kept, and what holds where nothing is. */
  record: Values;
  isReadOnly: boolean;
  /** One below the other, instead of side by side where there is room. */
  isStacked?: boolean;
  /** What is to be known of a field, by its name. */
  hints?: Readonly<Record<string, string>>;
  /** Controls for what no field can be drawn for, and what was changed with them. */
  more?: { controls: ReactNode; patch: Values; onDiscard: () => void };
  /** What the change would do, worked out before it is saved. */
  preview?: (patch: Values) => Promise<ReactNode>;
  /** @param patch - what was changed; null for what was emptied */
  save: (patch: Values) => Promise<void>;
}

/** Settings that are fields of one record, drawn from what the server says of them. */
export function FieldsForm(props: Props) {
  const { fields, record, isReadOnly, isStacked = false, hints = {}, more, preview, save } = props;
  const { workspace } = useSession();
  const shown = fields.filter((field) => controlOf(field) && !field.isReadOnly);
  const initial = Object.fromEntries(
    shown.map((field) => [field.name, inputOf(field, record[field.name], workspace)]),
  );
  const [inputs, setInputs] = useState<Record<string, string>>(initial);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [previewed, setPreviewed] = useState<ReactNode>();
  const { isBusy, error, run } = useSubmit();
  const changed = shown.filter(({ name }) => inputs[name] !== initial[name]);
  const isChanged = changed.length > 0 || Object.keys(more?.patch ?? {}).length > 0;
  useUnsaved(isChanged && !isBusy);
  /** What was changed; undefined where something of it cannot be read. */
  const patchSoFar = (): Values | undefined => {
    const wrong: Record<string, string> = {};
    let patch: Values = { ...more?.patch };
    for (const field of changed) {
      const read = readInput(field, inputs[field.name] ?? '', workspace);
      if ('problem' in read) wrong[field.name] = read.problem;
      else patch = merged(patch, patchOf(field.name, read.value));
    }
    setProblems(wrong);
    return Object.keys(wrong).length > 0 ? undefined : patch;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const patch = patchSoFar();
    if (!patch) return;
    const refused = await run(() => save(patch));
    setProblems(refused?.fields ?? {});
  };
  const lookAhead = async () => {
    const patch = patchSoFar();
    if (!patch || !preview) return;
    setPreviewed(undefined);
    const refused = await run(async () => setPreviewed(await preview(patch)));
    setProblems(refused?.fields ?? {});
  };
  const isSaidElsewhere = error && !shown.some(({ name }) => problems[name]);
  return (
    <form onSubmit={submit} noValidate>
      <fieldset className={`fields-form ${isStacked ? 'settings-part' : 'form-grid'}`} disabled={isReadOnly}>
        {shown.map((field) => (
          <FieldControl
            key={field.name}
            field={field}
            input={inputs[field.name] ?? ''}
            error={problems[field.name]}
            hint={hints[field.name]}
            onInput={(input) => {
              setPreviewed(undefined);
              setInputs((all) => ({ ...all, [field.name]: input }));
            }}
          />
        ))}
      </fieldset>
      {more?.controls}
      {previewed && (
        <div className="fields-form__preview" role="status">
          {previewed}
        </div>
      )}
      {isSaidElsewhere && <Notice kind="danger">{problemText(error)}</Notice>}
      {!isReadOnly && (
        <div className="form-actions">
          <Button type="submit" kind="primary" disabled={!isChanged || isBusy}>
            {isBusy ? 'Saving…' : 'Save'}
          </Button>
          {preview && (
            <Button disabled={!isChanged || isBusy} onClick={() => void lookAhead()}>
              See what changes
            </Button>
          )}
          {isChanged && !isBusy && (
            <Button
              kind="quiet"
              onClick={() => {
                setInputs(initial);
                setPreviewed(undefined);
                more?.onDiscard();
              }}
            >
              Discard changes
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
