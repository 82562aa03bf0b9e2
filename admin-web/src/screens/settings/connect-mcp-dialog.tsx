import { request } from '../../api/request.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';

interface Props {
  onConnected: () => void;
  onClose: () => void;
}

export function ConnectMcpDialog({ onConnected, onClose }: Props) {
  const { workspace } = useSession();
  const form = useForm({ name: '', url: '', credential: '' }, async ({ name, url, credential }) => {
    const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/mcp-servers/connect`;
    await request(path, { method: 'POST', body: { name, url, ...(credential && { credential }) } });
    onConnected();
  });
  const { field, values, problem, isBusy, onSubmit } = form;
  return (
    <Dialog title="Connect an MCP server" onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField
          label="Name"
          required
          maxLength={30}
          placeholder="wiki"
          hint="One word in small letters. Its tools are called wiki.search and so on."
          {...field('name')}
        />
        <TextField
          label="Address"
          type="url"
          required
          placeholder="https://wiki.example.com/mcp"
          hint="Public, and with https. Nothing is asked in private networks. A program that this server allows is stdio:name."
          {...field('url')}
        />
        <TextField
          label="Authorization"
          type="password"
          autoComplete="off"
          placeholder="Bearer …"
          hint="The header that it lets you in by, if any. It is kept encrypted and shown to nobody."
          {...field('credential')}
        />
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy || !values.name.trim() || !values.url}>
            {isBusy ? 'Connecting…' : 'Connect'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
