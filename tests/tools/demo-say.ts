import { languageContext } from '@clianta/agents/memory/language-context';
import { openDemoWorld } from '../evals/demo-world.ts';

const world = await openDemoWorld();
for (const text of process.argv.slice(2)) {
  const talk = await world.talk();
  for (const one of text.split('||')) {
    const r = await talk.say(one.trim());
    console.log('>', one.trim(), '\n  ', '\n  ', r.reply.text.slice(0, 300).replaceAll('\n', ' / '));
  }
}
await world.close();
process.exit(0);
