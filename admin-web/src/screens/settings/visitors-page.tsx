import { useState } from 'react';
import { Link } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { SettingsForm } from './settings-form.tsx';
import { SingleRecord } from './single-record.tsx';
import { type SingleRecordState, useSingleRecord } from './use-single-record.ts';

/** As the server has it where nothing is set. */
const USUAL = {
  isOn: false,
  greeting: 'Hello! How can we help?',
  consent: 'What you write is kept, so that we can answer you.',
};

interface Entry {
  /** Tells rows apart while they are edited. */
  key: string;
  question: string;
  answer: string;
}

/** What visitors of the website are told, and how their chat gets onto a page. */
export function VisitorsPage() {
  const profile = useSingleRecord('businessProfile');
  return (
    <>
      <Panel
        title="Business profile"
        about="Visitors are told what stands here and below, word for word, and nothing of the CRM. What is not answered goes to a person of the team."
      >
        <SingleRecord of={profile} defaults={USUAL} />
      </Panel>
      <Panel title="Questions and answers" about="A visitor who asks something alike gets the answer.">
        <Answers of={profile} />
      </Panel>
      <Sites />
    </>
  );
}

function Answers({ of: { kept, isLoaded, error, reload, save } }: { of: SingleRecordState }) {
  const { isAdmin } = useSession();
  if (error) return <ProblemState title="The answers did not load" error={error} onRetry={reload} />;
  if (!isLoaded) return <Skeleton label="Loading the answers" />;
  const faq = (kept?.faq ?? []) as Array<Omit<Entry, 'key'>>;
  return (
    <SettingsForm
      key={kept?.version ?? 0}
      initial={{ faq: faq.map((one, at) => ({ ...one, key: String(at) })) }}
      save={({ faq: entries }) =>
        save({ faq: entries.map(({ question, answer }) => ({ question, answer })) })
      }
      isReadOnly={!isAdmin}
      isStacked
    >
      {({ values, setValues }) => (
        <Entries entries={values.faq} isReadOnly={!isAdmin} onEntries={(next) => setValues({ faq: next })} />
      )}
    </SettingsForm>
  );
}

interface EntriesProps {
  entries: readonly Entry[];
  isReadOnly: boolean;
  onEntries: (entries: Entry[]) => void;
}

function Entries({ entries, isReadOnly, onEntries }: EntriesProps) {
  const [count, setCount] = useState(0);
  const change = (key: string, patch: Partial<Entry>) =>
    onEntries(entries.map((one) => (one.key === key ? { ...one, ...patch } : one)));
  const add = () => {
    setCount(count + 1);
    onEntries([...entries, { key: `new-${count}`, question: '', answer: '' }]);
  };
  return (
    <>
      {entries.length === 0 && (
        <EmptyState title="No answers yet">
          <p>Begin with what you are asked most: prices, delivery, opening hours.</p>
        </EmptyState>
      )}
      {entries.map(({ key, question, answer }, at) => (
        <fieldset key={key} className="answer" disabled={isReadOnly}>
          <legend className="visually-hidden">Answer {at + 1}</legend>
          <TextField
            label="Question"
            required
            maxLength={300}
            value={question}
            onValue={(next) => change(key, { question: next })}
          />
          <Field label="Answer">
            {(control) => (
              <textarea
                {...control}
                className="input"
                rows={2}
                required
                maxLength={2000}
                value={answer}
                onChange={(event) => change(key, { answer: event.currentTarget.value })}
              />
            )}
          </Field>
          {!isReadOnly && (
            <Button
              kind="quiet"
              isIcon
              aria-label={`Remove answer ${at + 1}`}
              onClick={() => onEntries(entries.filter((one) => one.key !== key))}
            >
              <ConsoleIcon name="trash" />
            </Button>
          )}
        </fieldset>
      ))}
      {!isReadOnly && (
        <div>
          <Button onClick={add}>
            <Icon name="plus" /> Add an answer
          </Button>
        </div>
      )}
    </>
  );
}

/** The code for each site that is set up for the widget. */
function Sites() {
  const { workspace, isAdmin } = useSession();
  const { data } = useResource(
    async (signal) =>
      isAdmin
        ? (
            await recordsOf<{ id: string; origin: string }>(workspace.id, 'widget-sites').list({
              sort: 'origin',
              limit: 50,
              signal,
            })
          ).records
        : [],
    [workspace.id, isAdmin],
  );
  if (!isAdmin) return null;
  return (
    <Panel title="On your website" about="One line in the pages of a site puts the chat into their corner.">
      {data?.length === 0 && (
        <p>
          Add the address of your website under <Link to="/settings/widget">Chat widget</Link> first.
        </p>
      )}
      {data?.map(({ id, origin }) => {
        const code = `<script src="${window.location.origin}/widget.js" data-site="${id}" data-visitors async></script>`;
        return (
          <section key={id} className="settings-part" aria-label={origin}>
            <h3>{origin}</h3>
            <div className="code-box">
              <pre>
                <code>{code}</code>
              </pre>
              <CopyButton text={code} label="Copy code" hasText />
            </div>
          </section>
        );
      })}
    </Panel>
  );
}
