import { useSession } from '../../session/session-context.ts';
import { ApprovalPolicyPanel } from './approval-policy-panel.tsx';
import { ProposalsPanel } from './proposals-panel.tsx';

export function ApprovalsPage() {
  const { isAdmin } = useSession();
  return (
    <>
      <ApprovalPolicyPanel />
      {isAdmin && <ProposalsPanel />}
    </>
  );
}
