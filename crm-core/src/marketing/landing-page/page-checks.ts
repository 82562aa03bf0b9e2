import { gzipSync } from 'node:zlib';
import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { Attachment } from '../../files/attachment/attachment.schema.ts';
import { Form } from '../form/form.schema.ts';
import type { LandingPageRecord } from './landing-page.schema.ts';
import { imagesOf } from './page-block.schema.ts';
import type { PageCheck } from './page-facts.schema.ts';
import { renderAll } from './render-variants.ts';

/** What a page weighs at most, without pictures, as it is sent. */
const MOST_PAGE_BYTES = 60 * 1_024;

/** What is looked at before a page is published. */
export async function checksOf(crm: CrmCore, scope: Scope, page: LandingPageRecord): Promise<PageCheck[]> {
  const { blocks } = page;
  return [
    check('has a headline', blocks.some(({ type }) => type === 'hero') ? undefined : 'it has no headline'),
    await formCheck(crm, scope, page),
    await imageCheck(crm, page),
    check('says everything that it has a place for', gapIn(page)),
    await weightCheck(crm, page),
  ];
}

const check = (what: string, fault: string | undefined, isHint = false): PageCheck => ({
  what,
  ...(fault && { fault }),
  ...(isHint && { isHint }),
});

async function formCheck(crm: CrmCore, scope: Scope, { blocks }: LandingPageRecord): Promise<PageCheck> {
  const places = blocks.filter((block) => block.type === 'form');
  const what = 'its form works';
  if (places.length === 0) return check(what, 'nobody can answer on it: it has no form', true);
  const ids = places.flatMap(({ formId }) => formId ?? []);
  if (ids.length < places.length) return check(what, 'a place for a form has none');
  const forms = await crm.records(Form).getMany(scope, ids);
  const gone = ids.some((id) => !forms.get(id) || forms.get(id)?.isDeleted);
  if (gone) return check(what, 'its form was deleted');
  const off = [...forms.values()].find(({ isOn }) => !isOn);
  return check(what, off && `its form “${off.name}” is switched off`);
}

async function imageCheck(crm: CrmCore, { workspaceId, blocks }: LandingPageRecord): Promise<PageCheck> {
  const ids = imagesOf(blocks);
  const found = await crm.records(Attachment).getMany(systemScope(workspaceId), ids);
  const missing = ids.some((id) => {
    const file = found.get(id);
    return !file || file.isDeleted || !/^image\/(?!svg)/.test(file.mime);
  });
  return check('its pictures are there', missing ? 'a picture of it is gone, or is none' : undefined);
}

/** A draft leaves in brackets what nobody has said yet: “[date]”. */
function gapIn({ title, blocks }: LandingPageRecord): string | undefined {
  const gap = [title, ...textsIn(blocks)]
    .map((text) => /\[[a-z][\w ,.?'’-]{1,58}\]/i.exec(text)?.[0])
    .find(Boolean);
  return gap && `“${gap}” is still to be filled in`;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

async function weightCheck(crm: CrmCore, page: LandingPageRecord): Promise<PageCheck> {
  const rendered = await renderAll(crm, page);
  const most = Math.max(...Object.values(rendered).map((one) => gzipSync(one).byteLength));
  return check(
    'loads quickly',
    most > MOST_PAGE_BYTES ? `it weighs ${Math.ceil(most / 1_024)} KB, 60 is the most` : undefined,
  );
}
