import { vocabularyOf } from '@clianta/agents/language/recognise/lexicon/vocabulary';
import { nameLookup } from '@clianta/agents/language/recognise/names/known-names';
import { readUnits } from '@clianta/agents/language/recognise/read-units';
import { tokenise } from '@clianta/agents/language/text/tokenise';
import { understand } from '@clianta/agents/language/understand';
import { languageContext } from '@clianta/agents/memory/language-context';
import { catalogue } from '@clianta/agents/registry';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { openDemoWorld } from '../evals/demo-world.ts';

const world: any = await openDemoWorld();
await world.talk();
const crm = world.crm;
const scope = {
  ...systemScope(process.env.WS ?? (await import('@clianta/crm-core/demo/seed-demo')).DEMO_WORKSPACE),
  actor: {
    type: 'user',
    id: (await import('@clianta/crm-core/demo/seed-demo')).demoUserId('Sam Rivera'),
    name: 'Sam Rivera',
  },
} as any;
for (const text of process.argv.slice(2)) {
  const c = await languageContext(crm, scope, { focus: [] } as any, new Date('2026-11-28T15:50:00Z'));
  const v = vocabularyOf(c, catalogue);
  const units = await readUnits(tokenise(text), text, c, v, nameLookup(c));
  console.log('>', text);
  if (process.env.V) console.log(JSON.stringify(units.map((u) => u.values)));
  console.log(
    '  ',
    units
      .map((u) =>
        u.kind === 'word'
          ? u.norm
          : `[${u.text}|${u.kind}${
              u.matches
                ? ': ' +
                  u.matches
                    .slice(0, 3)
                    .map((m) => m.entity + ' ' + m.title + ' ' + m.score)
                    .join('; ')
                : ''
            }]`,
      )
      .join(' '),
  );
  const r: any = await understand(text, c, catalogue, ({ drafts, choices, decision }) => {
    console.log(
      '   drafts',
      JSON.stringify(
        drafts.map((d) => ({
          tool: d.tool,
          args: d.args,
          c: d.confidence,
          unread: d.unread,
          refusal: d.refusal,
        })),
      ).slice(0, 500),
    );
    console.log(
      '   route',
      choices
        .slice(0, 4)
        .map((x) => `${x.tool} ${x.probability.toFixed(2)}`)
        .join(', '),
      '| decision',
      decision.kind,
      decision.why,
    );
  });
  console.log('   =>', r.kind, JSON.stringify(r.commands ?? r.offers ?? r.reply).slice(0, 400));
}
await world.close();
process.exit(0);
