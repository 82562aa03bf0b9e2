import { useState } from 'react';
import { Link } from 'react-router';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { SelectField } from '../../ui/field.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { AnswerView } from '../reports/answer-view.tsx';
import { PERIODS } from '../reports/periods.ts';
import { BarTable } from './bar-table.tsx';
import { DaysChart } from './days-chart.tsx';
import { CONVERSION_OPTIONS, MODEL_OPTIONS, viewWebsite } from './website-api.ts';
import './website.css';

const SPANS = PERIODS.flatMap(({ period, ...option }) => (period ? [{ ...option, period }] : []));

/** Who looks at the websites, where they come from, and what it led to. */
export function WebsiteScreen() {
  const { workspace } = useSession();
  const [asked, setAsked] = useState({ span: 'days', model: 'linear', of: 'deal' });
  const { data, error, isLoading, reload } = useResource(
    async (signal) => {
      const { span, model, of } = asked;
      const period = SPANS.find(({ value }) => value === span)?.period;
      return period && viewWebsite(workspace.id, { period, model, of }, signal);
    },
    [workspace.id, asked],
  );
  const figures = data?.figures;
  return (
    <Page
      isWide
      title="Website"
      about={
        <>
          Visits of your pages, without those of machines and of the team. The code for your pages stands in
          the <Link to="/settings/website">settings</Link>.
        </>
      }
      actions={
        <SelectField
          label="Time"
          value={asked.span}
          options={SPANS}
          onValue={(span) => setAsked({ ...asked, span })}
        />
      }
    >
      {error && <ProblemState title="The visits did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the visits" lines={8} />}
      {figures && (
        <div className="website" aria-busy={isLoading}>
          {figures.views === 0 ? (
            <EmptyState title="Nobody was here in this time">
              <p>
                Put the code from the <Link to="/settings/website">settings</Link> into your pages, and visits
                appear within a second.
              </p>
            </EmptyState>
          ) : (
            <>
              <dl className="website__sums">
                <Sum label="Visitors" count={figures.visitors} />
                <Sum label="Page views" count={figures.views} />
                <Sum label="Left out: machines" count={figures.machines} />
              </dl>
              <Panel title="Visitors by day">
                <DaysChart days={figures.days} />
              </Panel>
              <div className="website__pair">
                <Panel title="Pages">
                  <BarTable
                    of="Page"
                    counts="Views"
                    rows={figures.pages.map(({ path, views }) => ({ label: path, count: views }))}
                  />
                </Panel>
                <Panel title="Sources">
                  <BarTable
                    of="Came from"
                    counts="Visits"
                    rows={figures.sources.map(({ source, medium, campaign, visits }) => ({
                      label: source,
                      detail: campaign ?? (medium === source ? '' : medium),
                      count: visits,
                    }))}
                  />
                </Panel>
                <Panel title="Companies" about="By people who are known.">
                  {figures.companies.length === 0 ? (
                    <p>None yet. People are known by links of your mail, and by forms that they confirm.</p>
                  ) : (
                    <BarTable
                      of="Company"
                      counts="Visits"
                      rows={figures.companies.map(({ companyId, name, visits, last }) => ({
                        label: name,
                        to: `/records/companies/${companyId}`,
                        detail: `last on ${last}`,
                        count: visits,
                      }))}
                    />
                  )}
                </Panel>
                <Panel title="People" about="Say “Forget the visits of …” in the chat to erase them.">
                  <AnswerView answer={data.people} of="people" />
                </Panel>
              </div>
            </>
          )}
          <Panel
            title="What it led to"
            about="Credit is kept when it happens and does not change afterwards. Direct visits count only where there were no others."
          >
            <div className="website__choices">
              <SelectField
                label="Of"
                value={asked.of}
                options={CONVERSION_OPTIONS}
                onValue={(of) => setAsked({ ...asked, of })}
              />
              <SelectField
                label="Model"
                value={asked.model}
                options={MODEL_OPTIONS}
                onValue={(model) => setAsked({ ...asked, model })}
              />
            </div>
            <AnswerView answer={data.attribution} of="attribution" />
          </Panel>
        </div>
      )}
    </Page>
  );
}

function Sum({ label, count }: { label: string; count: number }) {
  const { locale } = useSession().workspace;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{count.toLocaleString(locale)}</dd>
    </div>
  );
}
