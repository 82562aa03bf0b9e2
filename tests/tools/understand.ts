import { readSayings } from '@clianta/agents/language/read/sayings/read-sayings';
import { aContext } from '@clianta/agents/language/testing/fixture-context';
import { renderCommand } from '@clianta/agents/language/testing/render-command';
import { understand } from '@clianta/agents/language/understand';
import { catalogue } from '@clianta/agents/registry';

const sentence = process.argv.slice(2).join(' ').trim();
if (sentence === '') {
  process.stderr.write('Say what to read: npm run understand -- "Move the Contoso rollout to Proposal"\n');
  process.exit(1);
}
const write = (line: string) => process.stdout.write(`${line}\n`);
write(`“${sentence}”, in a sample workspace (names such as Jane Doe, Contoso, Akira)`);
const understanding = await understand(
  sentence,
  aContext(),
  catalogue,
  ({ request, drafts, choices, decision }) => {
    const { units, message } = request.clause;
    const own = units.slice(request.start, request.to);
    write(`\nclause “${message.slice(own[0]?.start ?? 0, own.at(-1)?.end)}”`);
    write(
      `  recognised: ${own.map(({ text, kind }) => (kind === 'word' ? text : `[${text}: ${kind}]`)).join(' ')}`,
    );
    for (const { agent, tool, probability } of choices.slice(0, 5))
      write(`  ${(100 * probability).toFixed(1).padStart(5)} %  ${tool} (${agent})`);
    for (const { tool, args, confidence, unread = [], refusal } of drafts) {
      write(`  grammar: ${tool} ${JSON.stringify(args)}, sure to ${Math.round(confidence * 100)}%`);
      if (unread.length > 0) write(`    not accounted for: ${unread.join(', ')}`);
      if (refusal !== undefined) write(`    refused: ${refusal}`);
    }
    for (const { tool, args, cost, unread, missing, saying } of readSayings(
      request,
      choices,
      catalogue,
    ).slice(0, 3)) {
      write(
        `  reading: ${tool.name} ${JSON.stringify(args)}, like “${saying.text}”, cost ${cost.toFixed(2)}`,
      );
      if (unread.length > 0) write(`    not accounted for: ${unread.join(' ')}`);
      if (missing.length > 0) write(`    not said: ${missing.join(', ')}`);
    }
    write(`  decision: ${decision.kind}, since ${decision.why}`);
  },
);
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
} else if (understanding.kind === 'conditional') {
  const { condition, ifMet, otherwise } = understanding.conditional;
  const test = condition.count ? ` ${condition.count.op} ${condition.count.value}` : '';
  write(`- if${condition.isNegated ? ' not' : ''} ${renderCommand(condition.command)}${test}`);
  for (const command of ifMet) write(`  then ${renderCommand(command)}`);
  for (const command of otherwise) write(`  otherwise ${renderCommand(command)}`);
} else if (understanding.kind === 'ask') {
  for (const offer of understanding.offers) write(`- asks: ${renderCommand(offer)}`);
} else {
  write(`- ${understanding.kind}: ${understanding.reply}`);
}
