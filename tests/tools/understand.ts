import { aContext } from '@clianta/agents/language/testing/fixture-context';
import { renderCommand } from '@clianta/agents/language/testing/render-command';
import { understand } from '@clianta/agents/language/understand';
import { catalogue } from '@clianta/agents/registry';

const sentence = process.argv.slice(2).join(' ').trim();
if (sentence === '') {
  process.stderr.write('Say what to read: npm run understand -- "Move the Contoso rollout to Proposal"\n');
  process.exit(1);
}
const understanding = await understand(sentence, aContext(), catalogue);
const write = (line: string) => process.stdout.write(`${line}\n`);
write(`“${sentence}”, in a sample workspace (names such as Jane Doe, Contoso, Akira)`);
if (understanding.kind === 'commands') {
  for (const command of understanding.commands) {
    const owned = catalogue.tool(command.tool);
    const issues = owned?.tool.input.safeParse(command.args).error?.issues ?? [];
    write(`- ${renderCommand(command)}`);
    write(
      `  read from “${command.span}”, sure to ${Math.round(command.confidence * 100)}%, ${owned?.tool.effect}`,
    );
    for (const issue of issues) write(`  not valid: ${issue.path.join('.')} ${issue.message}`);
  }
  write(`complexity ${understanding.complexity}`);
} else if (understanding.kind === 'plan') {
  write(`- plan ${understanding.plan}: ${JSON.stringify(understanding.args)}`);
} else {
  write(`- ${understanding.kind}: ${understanding.reply}`);
}
