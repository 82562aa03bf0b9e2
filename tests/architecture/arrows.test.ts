import { describe, expect, it } from 'vitest';
import { importsOf, sourceFiles, WORKSPACES } from '../support/source-files.ts';

/** What each workspace may import, besides itself. */
const ARROWS: Record<(typeof WORKSPACES)[number], string[]> = {
  'crm-core': [],
  agents: ['crm-core'],
  jobs: ['crm-core', 'agents'],
  bot: ['crm-core', 'agents', 'jobs'],
  'admin-web': [],
};

const isTest = (path: string) => /\.test\.tsx?$/.test(path);

describe('the import arrows', () => {
  for (const workspace of WORKSPACES) {
    it(`hold in ${workspace}`, () => {
      const wrong = sourceFiles(workspace).flatMap(({ path, text }) =>
        importsOf(text).flatMap(({ specifier, isTypeOnly }) => {
          const target = /^@clianta\/([^/]+)\/(.+)$/.exec(specifier);
          if (!target) return [];
          if (workspace === 'admin-web') {
            const isSchemaType = isTypeOnly && target[2]?.endsWith('.schema');
            return isSchemaType ? [] : [`${path}: ${specifier} (only \`import type\` from *.schema)`];
          }
          const isAllowed = target[1] === workspace || ARROWS[workspace].includes(String(target[1]));
          return isAllowed ? [] : [`${path}: ${specifier}`];
        }),
      );
      expect(wrong).toEqual([]);
    });
  }

  it('no file reaches into another workspace by a relative path', () => {
    const wrong = WORKSPACES.flatMap((workspace) =>
      sourceFiles(workspace).flatMap(({ path, text }) =>
        importsOf(text)
          .filter(({ specifier }) => specifier.startsWith('.'))
          .filter(
            ({ specifier }) => !new URL(specifier, `file:///${path}`).pathname.startsWith(`/${workspace}/`),
          )
          .map(({ specifier }) => `${path}: ${specifier}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('a workspace imports itself by relative paths', () => {
    const wrong = WORKSPACES.flatMap((workspace) =>
      sourceFiles(workspace).flatMap(({ path, text }) =>
        importsOf(text)
          .filter(({ specifier }) => specifier.startsWith(`@clianta/${workspace}/`))
          .map(({ specifier }) => `${path}: ${specifier}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('the product does not import from tests', () => {
    const wrong = WORKSPACES.flatMap((workspace) =>
      sourceFiles(workspace)
        .filter(({ path }) => !isTest(path))
        .flatMap(({ path, text }) =>
          importsOf(text)
            .filter(({ specifier }) => /\/tests\//.test(specifier) || specifier.startsWith('@clianta/tests'))
            .map(({ specifier }) => `${path}: ${specifier}`),
        ),
    );
    expect(wrong).toEqual([]);
  });

  it('only the models folder of agents knows a model vendor', () => {
    const wrong = WORKSPACES.flatMap((workspace) => sourceFiles(workspace))
      .filter(({ path }) => !path.startsWith('agents/src/models/'))
      .flatMap(({ path, text }) =>
        importsOf(text)
          .filter(({ specifier }) => /^@langchain\/(google|ollama|openai)/.test(specifier))
          .map(({ specifier }) => `${path}: ${specifier}`),
      );
    expect(wrong).toEqual([]);
  });
});

describe('the rooms are tidy', () => {
  it('there is no utils folder and no barrel', () => {
    const wrong = WORKSPACES.flatMap((workspace) => sourceFiles(workspace))
      .map(({ path }) => path)
      .filter((path) => /\/(utils|helpers)\//.test(path) || /\/index\.tsx?$/.test(path));
    expect(wrong).toEqual([]);
  });

  it('files are named in kebab case', () => {
    const wrong = WORKSPACES.flatMap((workspace) => sourceFiles(workspace))
      .map(({ path }) => path)
      .filter((path) => !/\/[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.tsx?$/.test(path));
    expect(wrong).toEqual([]);
  });
});
