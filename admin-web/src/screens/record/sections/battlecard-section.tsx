import type { BattlecardRecord } from '@clianta/crm-core/intelligence/battlecard/battlecard.schema';
import { type Json, recordsOf } from '../../../api/records.ts';
import { useResource } from '../../../api/use-resource.ts';
import { formatDate } from '../../../formatting.ts';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../../ui/states.tsx';
import { problemText, useSubmit } from '../../../ui/use-submit.ts';
import type { SectionProps } from '../record-section.ts';
import './battlecard-section.css';

type Card = Json<BattlecardRecord>;

/** Older than this a point may not be so any more. */
const OLD_DAYS = 180;
const DAY_MS = 86_400_000;
const isOld = (at: string) => Date.now() - new Date(at).getTime() > OLD_DAYS * DAY_MS;

/** What to say against a competitor: the version that the team has, and a newer draft, each point with its source and age. */
export function BattlecardSection({ kind, record, news }: SectionProps) {
  const { workspace } = useSession();
  const cards = recordsOf<Card>(workspace.id, 'battlecards');
  const { data, error, reload } = useResource(
    (signal) =>
      cards.list({
        filter: { where: [{ field: 'competitorId', op: 'eq', value: record.id }] },
        sort: '-edition',
        limit: 20,
        signal,
      }),
    [workspace.id, record.id, news],
  );
  const publishing = useSubmit();
  const [newest] = data?.records ?? [];
  const published = data?.records.find(({ status }) => status === 'published');
  const shown = [...new Set([published, newest])].filter((card) => card !== undefined);
  const publish = (card: Card) =>
    publishing.run(async () => {
      await cards.update(card.id, { status: 'published' }, card.version);
      reload();
    });
  return (
    <Panel title="Battlecard">
      {error && <ProblemState title="The battlecard did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the battlecard" lines={3} />}
      {data?.records.length === 0 && (
        <p className="record-note">
          There is none yet. Say in the chat “a battlecard against {String(record[kind.title])}”, and it is
          drafted from your deals and notes.
        </p>
      )}
      {shown.map((card) => (
        <section key={card.id} className="battlecard" aria-label={`Version ${card.edition}`}>
          <header className="battlecard__head">
            <strong>Version {card.edition}</strong>
            <span className={card.status === 'published' ? 'badge badge--positive' : 'badge'}>
              {card.status === 'published' ? 'Published' : 'Draft'}
            </span>
            {card.status === 'draft' && kind.rights.update && (
              <Button disabled={publishing.isBusy} onClick={() => void publish(card)}>
                Publish version {card.edition}
              </Button>
            )}
          </header>
          {card.sections.map(({ heading, points }) => (
            <div key={heading}>
              <h3 className="battlecard__heading">{heading}</h3>
              <ul className="battlecard__points">
                {points.map(({ text, source, at }) => (
                  <li key={`${text} ${source}`}>
                    {text}{' '}
                    <span className="battlecard__source">
                      {source}, {formatDate(at, workspace.locale, workspace.timeZone)}
                      {isOld(at) && ' (old)'}
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
      {publishing.error && <Notice kind="danger">{problemText(publishing.error)}</Notice>}
    </Panel>
  );
}
