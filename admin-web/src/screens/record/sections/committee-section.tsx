import type { BuyingCommitteeRecord } from '@clianta/crm-core/intelligence/buying-committee/buying-committee.schema';
import { Link } from 'react-router';
import { type Json, recordsOf } from '../../../api/records.ts';
import { useResource } from '../../../api/use-resource.ts';
import { capitalize } from '../../../formatting.ts';
import { useKinds } from '../../../metadata/metadata-provider.tsx';
import { recordPath } from '../../../metadata/record-path.ts';
import { useSession } from '../../../session/session-context.ts';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState } from '../../../ui/states.tsx';
import type { Row, SectionProps } from '../record-section.ts';

type Committee = Json<BuyingCommitteeRecord>;

/** Without these nobody fights for a purchase, or pays for it. */
const NEEDED = ['champion', 'economic_buyer'] as const;

/** `economic_buyer` as "Economic buyer". */
const roleName = (role: string) => capitalize(role.replace('_', ' '));

/** Who plays which part in what the company buys, as somebody has said, and who is missing. */
export function CommitteeSection({ record, news }: SectionProps) {
  const { workspace } = useSession();
  const people = useKinds().get('contact');
  const { data, error, reload } = useResource(
    async (signal) => {
      const { records } = await recordsOf<Committee>(workspace.id, 'buying-committees').list({
        filter: { where: [{ field: 'companyId', op: 'eq', value: record.id }] },
        limit: 20,
        signal,
      });
      const members = records
        .toSorted((a, b) => Number(Boolean(a.opportunityId)) - Number(Boolean(b.opportunityId)))
        .flatMap((one) => one.members);
      const ids = [...new Set(members.map(({ contactId }) => contactId))];
      const found =
        people && ids.length > 0
          ? await recordsOf<Row>(workspace.id, people.plural).list({
              filter: { where: [{ field: 'id', op: 'in', value: ids }] },
              limit: 100,
              signal,
            })
          : { records: [] };
      const names = new Map(found.records.map((one) => [one.id, String(one[people?.title ?? 'id'])]));
      return members.flatMap((member) => {
        const name = names.get(member.contactId);
        return name ? [{ ...member, name }] : [];
      });
    },
    [workspace.id, record.id, people, news],
  );
  if (error)
    return (
      <Panel title="Buying committee">
        <ProblemState title="Who decides did not load" error={error} onRetry={reload} />
      </Panel>
    );
  if (!data || !people) return null;
  const missing = NEEDED.filter((role) => !data.some((member) => member.role === role));
  return (
    <Panel title="Buying committee">
      {data.length === 0 ? (
        <p className="record-note">
          Nobody has said who decides here. Ask “who decides at {String(record.name)}?” in the chat for what
          job titles suggest, and confirm it there.
        </p>
      ) : (
        <>
          <ul className="entries">
            {data.map(({ contactId, name, role, source }) => (
              <li key={`${contactId} ${role}`} className="entry">
                <div>
                  <Link to={recordPath(people, contactId)}>{name}</Link> {roleName(role)}{' '}
                  <span className="entry__when">said by {source}</span>
                </div>
              </li>
            ))}
          </ul>
          {missing.length > 0 && (
            <p className="record-note">
              Missing: {missing.map((role) => roleName(role).toLowerCase()).join(', ')}.
            </p>
          )}
        </>
      )}
    </Panel>
  );
}
