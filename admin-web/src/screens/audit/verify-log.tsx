import type { AuditVerification } from '@clianta/crm-core/tracking/user-action/audit-verification.schema';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { type Verified, verifiedText } from './verified-text.ts';

/** Goes through the whole chain of entries, part by part, and says whether it holds. */
export function useVerifyLog() {
  const { workspace } = useSession();
  const [verified, setVerified] = useState<Verified>();
  const { isBusy, error, run } = useSubmit();
  const verify = () =>
    run(async () => {
      setVerified(undefined);
      let [checked, redacted] = [0, 0];
      for (let from: number | undefined = 1; from !== undefined; ) {
        const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/audit/verification?from=${from}`;
        const part: AuditVerification = await request<AuditVerification>(path);
        checked += part.checked;
        redacted += part.redacted;
        from = part.next;
        setVerified({ ...part, checked, redacted });
      }
    });
  const button = (
    <Button onClick={() => void verify()} disabled={isBusy}>
      {isBusy ? 'Verifying…' : 'Verify'}
    </Button>
  );
  const result = error ? (
    <Notice kind="danger">{problemText(error)}</Notice>
  ) : (
    verified && (
      <Notice kind={verified.fault ? 'danger' : verified.next ? 'plain' : 'positive'}>
        {verifiedText(verified, workspace.locale)}
      </Notice>
    )
  );
  return { button, result };
}
