import { useSession } from '../../session/session-context.ts';
import { ApprovalPolicyPanel } from './approval-policy-panel.tsx';
import { ApprovalRulesPanel } from './approval-rules-panel.tsx';
import { ProposalsPanel } from './proposals-panel.tsx';

export function ApprovalsPage() {
  const { isAdmin } = useSession();
  return (
    <>
      <ApprovalPolicyPanel />
      <ApprovalRulesPanel />
      {isAdmin && <ProposalsPanel />}
    </>
  );
}
