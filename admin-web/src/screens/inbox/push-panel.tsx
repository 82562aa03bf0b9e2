import { useResource } from '../../api/use-resource.ts';
import { type PushState, pushState, turnOffPush, turnOnPush } from '../../notices/web-push.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

const SAYS: Record<PushState, string> = {
  unsupported: 'This browser cannot show notices with no tab open. It takes a page that came over https.',
  blocked:
    'You have told this browser to show no notices from here. Allow them in its settings for this site.',
  off: 'This browser shows nothing while no tab of Clianta is open.',
  on: 'This browser shows you notices, also with no tab of Clianta open.',
};

/** Whether this browser shows notices with no tab open. */
export function PushPanel({ pushKey }: { pushKey: string }) {
  const { workspace } = useSession();
  const { data: state, replace } = useResource(pushState, []);
  const { isBusy, error, run } = useSubmit();
  const turn = () =>
    run(async () => {
      if (state === 'on') {
        await turnOffPush(workspace.id);
        replace('off');
      } else replace(await turnOnPush(workspace.id, pushKey));
    });
  return (
    <Panel title="This browser">
      {!state && <Skeleton label="Asking your browser" lines={1} />}
      {state && <p>{SAYS[state]}</p>}
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
      {(state === 'on' || state === 'off') && (
        <div className="form-actions">
          <Button disabled={isBusy} onClick={() => void turn()}>
            {state === 'on' ? 'Turn off here' : 'Turn on here'}
          </Button>
        </div>
      )}
    </Panel>
  );
}
