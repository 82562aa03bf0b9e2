import { request } from '../../../api/request.ts';
import { useResource } from '../../../api/use-resource.ts';
import { useSession } from '../../../session/session-context.ts';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../../ui/states.tsx';
import type { SectionProps } from '../record-section.ts';
import './template-section.css';

interface Preview {
  subject: string;
  html: string;
  missing: string[];
  /** Whose values it is filled with. */
  as?: string;
}

/** How a template reads, filled in with the contact that was changed last. */
export function TemplateSection({ record, news }: SectionProps) {
  const { workspace } = useSession();
  const path = `/api/workspaces/${workspace.id}/email-templates/${encodeURIComponent(record.id)}/preview`;
  const { data, error, reload } = useResource(
    (signal) => request<Preview>(path, { signal }),
    [path, record.version, news],
  );
  return (
    <Panel title="Preview">
      {error && !data && <ProblemState title="The preview did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the preview" lines={4} />}
      {data && (
        <div className="template-preview">
          <p>
            <strong>{data.subject}</strong>
            {data.as && ` · as ${data.as} would get it`}
          </p>
          {data.missing.length > 0 && (
            <p className="template-preview__missing">
              Empty, so it would not be sent: {data.missing.join(', ')}
            </p>
          )}
          <iframe title="The mail" sandbox="" srcDoc={data.html} />
        </div>
      )}
    </Panel>
  );
}
