import { TextField } from '../../ui/field.tsx';
import type { DraftStage } from './pipeline-draft.ts';

interface Props {
  stages: readonly DraftStage[];
  onChange: (id: string, rottingDays: string) => void;
}

/** After how many days in a stage a deal is marked on the board as standing still. */
export function RottingFields({ stages, onChange }: Props) {
  return (
    <details className="rotting">
      <summary>When deals stand still</summary>
      <p className="rotting__about">
        A deal that is longer in a stage than these days is marked on the board. Left empty, it never is.
      </p>
      <div className="form-grid">
        {stages
          .filter(({ kind }) => kind === 'open')
          .map(({ id, name, rottingDays }) => (
            <TextField
              key={id}
              label={`Days in ${name || 'this stage'}`}
              inputMode="numeric"
              autoComplete="off"
              maxLength={4}
              value={rottingDays}
              onValue={(days) => onChange(id, days)}
            />
          ))}
      </div>
    </details>
  );
}
