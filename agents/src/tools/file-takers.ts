import { buffer } from 'node:stream/consumers';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { decodeText } from '@clianta/crm-core/files/text/decode-text';
import { textWayOf } from '@clianta/crm-core/files/text/text-kinds';
import type { Catalogue, OwnedTool } from '../catalogue.ts';

/** As much of a text tells what it is. In bytes. */
const HEAD_BYTES = 64 * 1024;

/** The tools that a file is for, by what they declare; those that take it at once first. */
export async function fileTakers(
  crm: CrmCore,
  scope: Scope,
  catalogue: Catalogue,
  file: { id: string; name: string; mime: string },
): Promise<OwnedTool[]> {
  const takers = [...catalogue.tools].filter(({ tool }) => tool.takesFiles);
  const text = textWayOf(file.mime) === 'plain' ? await headOf(crm, scope, file.id) : '';
  return takers
    .filter(({ tool }) => tool.takesFiles?.fits(file, text))
    .toSorted((a, b) => Number(b.tool.takesFiles?.isAtOnce ?? 0) - Number(a.tool.takesFiles?.isAtOnce ?? 0));
}

async function headOf(crm: CrmCore, scope: Scope, id: string): Promise<string> {
  const { stream } = await crm.files.open(scope, id, { start: 0, end: HEAD_BYTES - 1 });
  return decodeText(await buffer(stream));
}
