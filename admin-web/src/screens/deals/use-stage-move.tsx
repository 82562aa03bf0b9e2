import { type FormEvent, useState } from 'react';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import { FieldControl } from '../../metadata/field-control.tsx';
import { readInput } from '../../metadata/field-input.ts';
import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { merged, patchOf } from '../../metadata/patch-of.ts';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import type { Stage } from '../pipelines/pipeline-draft.ts';

export interface Moved {
  title: string;
  status: string;
  currency?: string;
}

interface Wanted {
  deal: Moved;
  stage: Stage;
  save: (patch: Values) => Promise<void>;
  /** What has to be said besides the stage. */
  fields: readonly FieldMetadata[];
  isReopening: boolean;
}

/** The field that a loss is told in. */
const REASON = 'lossReason';

/**
 * Moves a deal as the chat does: a loss is asked for its reason, what was won or lost is opened again only on purpose,
 * and what the server misses is asked for.
 */
export function useStageMove(kind: EntityMetadata) {
  const { workspace } = useSession();
  const [wanted, setWanted] = useState<Wanted>();
  const [inputs, setInputs] = useState<Record<string, string>>({});
  const [problems, setProblems] = useState<Record<string, string>>({});
  const { isBusy, error, run } = useSubmit();

  const ask = (next: Wanted, said: Record<string, string> = {}) => {
    setInputs({});
    setProblems(said);
    setWanted(next);
  };

  /** @throws ApiError for what no question can mend */
  const move = async (deal: Moved, stage: Stage, save: Wanted['save']): Promise<void> => {
    const isReopening = deal.status !== 'open' && stage.kind === 'open';
    const reason = kind.fields.filter(({ name }) => name === REASON);
    if (isReopening) return ask({ deal, stage, save, fields: [], isReopening });
    if (stage.kind === 'lost' && deal.status !== 'lost')
      return ask({ deal, stage, save, fields: reason, isReopening });
    try {
      await save({ stageId: stage.id });
    } catch (cause) {
      const refused = asApiError(cause);
      const fields = missingOf(kind, refused);
      if (fields.length === 0) throw cause;
      ask({ deal, stage, save, fields, isReopening: false }, refused.fields);
    }
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!wanted) return;
    const terms = { timeZone: workspace.timeZone, currency: wanted.deal.currency ?? workspace.currency };
    let patch: Values = { stageId: wanted.stage.id };
    for (const field of wanted.fields) {
      const read = readInput(field, inputs[field.name] ?? '', terms);
      if ('problem' in read) return setProblems({ [field.name]: read.problem });
      if (read.value !== null) patch = merged(patch, patchOf(field.name, read.value));
    }
    const refused = await run(() => wanted.save(patch));
    setProblems(refused?.fields ?? {});
    if (!refused) return setWanted(undefined);
    const asked = new Set(wanted.fields);
    setWanted({
      ...wanted,
      fields: [...asked, ...missingOf(kind, refused).filter((field) => !asked.has(field))],
    });
  };

  const dialog = wanted && (
    <Dialog title={titleOf(wanted)} onClose={() => setWanted(undefined)}>
      <form onSubmit={submit} className="dialog__form">
        {wanted.isReopening && (
          <p>
            {wanted.deal.title} was {wanted.deal.status}. It will be open again, in {wanted.stage.name}.
          </p>
        )}
        {wanted.fields.map((field) => (
          <FieldControl
            key={field.name}
            field={field}
            input={inputs[field.name] ?? ''}
            error={problems[field.name]}
            hint={field.name === REASON ? 'What you learn from it later begins here.' : undefined}
            onInput={(input) => setInputs((all) => ({ ...all, [field.name]: input }))}
          />
        ))}
        {error && !wanted.fields.some(({ name }) => error.fields[name]) && (
          <Notice kind="danger">{problemText(error)}</Notice>
        )}
        <div className="dialog__actions">
          <Button onClick={() => setWanted(undefined)}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={isBusy}>
            {isBusy ? 'Moving…' : wanted.isReopening ? 'Open again' : `Move to ${wanted.stage.name}`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
  return { move, dialog };
}

/** What the server misses of a deal that comes into a stage, and a person can fill in. */
const missingOf = (kind: EntityMetadata, { fields }: Pick<ApiError, 'fields'>): FieldMetadata[] =>
  kind.fields.filter((field) => fields[field.name] && !field.isReadOnly && !field.part);

function titleOf({ deal, stage, isReopening }: Wanted): string {
  if (isReopening) return `Open ${deal.title} again?`;
  return stage.kind === 'lost' ? `Why was ${deal.title} lost?` : `Move ${deal.title} to ${stage.name}`;
}
