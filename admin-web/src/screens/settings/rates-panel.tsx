import { useState } from 'react';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { currencyChoices } from '../set-up/choices.ts';
import { SettingsForm } from './settings-form.tsx';
import { WorkspacePart, type WorkspaceSettings } from './workspace-part.tsx';

interface DraftRate {
  /** Tells rows apart while they are edited. */
  key: string;
  currency: string;
  rate: string;
  at: string;
}

/** What amounts in other currencies are compared by. */
export function RatesPanel() {
  const { isAdmin, workspace } = useSession();
  return (
    <Panel
      title="Exchange rates"
      about={`What one unit of another currency is in ${workspace.currency}. Amounts are compared, ranked and filtered by these; they are never added up.`}
    >
      <WorkspacePart>
        {(saved, save) => (
          <SettingsForm
            key={saved.version}
            initial={{ rates: draftOf(saved) }}
            save={({ rates }) => save({ rates: ratesOf(rates) })}
            isReadOnly={!isAdmin}
            isStacked
          >
            {({ values, setValues }) => (
              <Rates
                rates={values.rates}
                own={saved.currency}
                isReadOnly={!isAdmin}
                onRates={(rates) => setValues({ rates })}
              />
            )}
          </SettingsForm>
        )}
      </WorkspacePart>
    </Panel>
  );
}

const draftOf = ({ rates = [] }: WorkspaceSettings): DraftRate[] =>
  (rates ?? []).map(({ currency, rate, at }) => ({ key: currency, currency, rate: String(rate), at }));

const ratesOf = (rates: readonly DraftRate[]) =>
  rates.map(({ currency, rate, at }) => ({ currency, rate: Number(rate.replace(',', '.')), at }));

interface RatesProps {
  rates: readonly DraftRate[];
  own: string;
  isReadOnly: boolean;
  onRates: (rates: DraftRate[]) => void;
}

function Rates({ rates, own, isReadOnly, onRates }: RatesProps) {
  const [count, setCount] = useState(0);
  const change = (key: string, patch: Partial<DraftRate>) =>
    onRates(rates.map((one) => (one.key === key ? { ...one, ...patch } : one)));
  const add = () => {
    const taken = new Set([own, ...rates.map(({ currency }) => currency)]);
    const free = ['EUR', 'USD', 'GBP', 'CHF', 'JPY'].find((code) => !taken.has(code)) ?? 'AUD';
    setCount(count + 1);
    onRates([
      ...rates,
      { key: `new-${count}`, currency: free, rate: '', at: new Date().toISOString().slice(0, 10) },
    ]);
  };
  return (
    <>
      {rates.length === 0 && (
        <EmptyState title="No rates">
          <p>Amounts in other currencies than {own} are left out where amounts are compared.</p>
        </EmptyState>
      )}
      {rates.map(({ key, currency, rate, at }) => (
        <fieldset key={key} className="rate" disabled={isReadOnly}>
          <legend className="visually-hidden">Rate of {currency}</legend>
          <SelectField
            label="Currency"
            options={currencyChoices(currency).filter(({ value }) => value !== own)}
            value={currency}
            onValue={(next) => change(key, { currency: next })}
          />
          <TextField
            label={`1 ${currency} in ${own}`}
            inputMode="decimal"
            required
            value={rate}
            onValue={(next) => change(key, { rate: next })}
          />
          <TextField
            label="As of"
            type="date"
            required
            value={at}
            onValue={(next) => change(key, { at: next })}
          />
          {!isReadOnly && (
            <Button
              kind="quiet"
              isIcon
              aria-label={`Remove the rate of ${currency}`}
              onClick={() => onRates(rates.filter((one) => one.key !== key))}
            >
              <ConsoleIcon name="trash" />
            </Button>
          )}
        </fieldset>
      ))}
      {!isReadOnly && (
        <div>
          <Button onClick={add}>
            <Icon name="plus" /> Add a rate
          </Button>
        </div>
      )}
    </>
  );
}
