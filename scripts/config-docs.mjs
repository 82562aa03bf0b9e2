// Prints the README's table and .env.example from the configuration's schema:  node --import tsx scripts/config-docs.mjs [env]
import { configSchema } from '../bot/src/config.ts';

const rows = Object.entries(configSchema.shape).map(([name, type]) => {
  const fallback =
    type.def.type === 'default'
      ? type.def.defaultValue
      : type.def.type === 'pipe' && type.def.in.def.type === 'default'
        ? type.def.in.def.defaultValue
        : '';
  return { name, fallback: String(fallback ?? ''), meaning: type.description };
});
if (process.argv[2] === 'env') {
  console.log(
    '# Every variable is optional: without any, Clianta runs on embedded defaults. Copy to .env and set what you need; what is set in the environment comes first.',
  );
  for (const { name, fallback, meaning } of rows) console.log(`\n# ${meaning}\n# ${name}=${fallback}`);
} else {
  console.log('| variable | default | meaning |\n| --- | --- | --- |');
  for (const { name, fallback, meaning } of rows)
    console.log(`| \`${name}\` | ${fallback ? `\`${fallback}\`` : ''} | ${meaning} |`);
}
