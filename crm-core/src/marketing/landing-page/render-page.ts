import { Html, html } from '../../html.ts';
import type { LandingPageRecord, PageVariant } from './landing-page.schema.ts';
import type { PageBlock } from './page-block.schema.ts';
import { pageStyle } from './page-style.ts';

/** What a page is put together from. */
export type PageContent = Pick<LandingPageRecord, 'title' | 'summary' | 'blocks' | 'theme'>;

interface PageFrame {
  /** Whose page it is. */
  company: string;
  locale: string;
  /** Of pictures, before their id. */
  imagePath: string;
}

/**
 * Where the form of a block goes when the page is handed out: forms change, and a page that was published would show what they
 * were. Text of blocks is escaped, so none of it can look like this.
 */
const formPlace = (formId: string): string => `<!--form:${formId}-->`;
export const FORM_PLACE = /<!--form:([\w-]{1,60})-->/g;

/** The page as a document of its own: no script runs in it but the one of its forms, nothing comes from another host. */
export function renderPage(content: PageContent, { company, locale, imagePath }: PageFrame): string {
  const { title, summary, blocks, theme } = content;
  const isHero = (at: number) => at === blocks.findIndex(({ type }) => type === 'hero');
  const hasForm = blocks.some(({ type }) => type === 'form');
  return `<!doctype html>${
    html`<html lang="${locale.split('-')[0] ?? 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${summary && html`<meta name="description" content="${summary}">`}
<style>${new Html(pageStyle(theme))}</style></head><body><main>
${blocks.map((block, at) => blockOf(block, imagePath, isHero(at)))}
</main><footer><div>${company}</div></footer>${hasForm && SCRIPT}</body></html>`.text
  }`;
}

/** Not in a tagged template, where bundlers rewrite it with a helper of their own. */
const SCRIPT = new Html(`<script src="/forms/embed.js" defer>${'</'}script>`);

/** Its blocks as visitors of a variant see them. */
export function blocksOf(blocks: readonly PageBlock[], variant: PageVariant | undefined): PageBlock[] {
  return blocks.map((block) => ({ ...block, ...variant?.changes[block.id] }) as PageBlock);
}

function blockOf(block: PageBlock, images: string, isFirstHero: boolean): Html {
  switch (block.type) {
    case 'hero':
      return html`<section class="hero"><div class="${block.imageId ? 'pair' : ''}"><div>${
        isFirstHero ? html`<h1>${block.heading}</h1>` : html`<h2>${block.heading}</h2>`
      }${paragraphs(block.text)}${block.button && buttonOf(block.button)}</div>${
        block.imageId && html`<img src="${images}${block.imageId}" alt="${block.alt ?? ''}">`
      }</div></section>`;
    case 'text':
      return section(block.heading, paragraphs(block.text));
    case 'features':
      return section(
        block.heading,
        html`<ul class="cards">${block.items.map(
          ({ title, text }) =>
            html`<li>${block.heading ? html`<h3>${title}</h3>` : html`<h2>${title}</h2>`}${paragraphs(text)}</li>`,
        )}</ul>`,
      );
    case 'quote':
      return section(
        undefined,
        html`<figure><blockquote>${paragraphs(block.text)}</blockquote>${
          block.by && html`<figcaption>${[block.by, block.role].filter(Boolean).join(', ')}</figcaption>`
        }</figure>`,
      );
    case 'logos':
      return section(
        block.heading,
        html`<ul class="names">${block.items.map(({ name, imageId }) =>
          imageId ? html`<li><img src="${images}${imageId}" alt="${name}"></li>` : html`<li>${name}</li>`,
        )}</ul>`,
      );
    case 'faq':
      return section(
        block.heading,
        block.items.map(
          ({ question, answer }) =>
            html`<details><summary>${question}</summary>${paragraphs(answer)}</details>`,
        ),
      );
    case 'form':
      return html`<section id="form"><div>${block.heading && html`<h2>${block.heading}</h2>`}${paragraphs(block.text)}${
        block.formId && new Html(formPlace(block.formId))
      }</div></section>`;
    case 'image':
      return section(
        undefined,
        html`<figure><img src="${images}${block.imageId}" alt="${block.alt}" loading="lazy">${
          block.caption && html`<figcaption>${block.caption}</figcaption>`
        }</figure>`,
      );
    case 'video':
      return section(
        undefined,
        html`<p><a class="button" href="${block.url}" rel="noopener">Watch: ${block.title}</a></p>`,
      );
    case 'cta':
      return html`<section class="cta"><div><h2>${block.heading}</h2>${paragraphs(block.text)}${buttonOf(block.button)}</div></section>`;
  }
}

const section = (heading: string | undefined, body: Html | readonly Html[]): Html =>
  html`<section><div>${heading && html`<h2>${heading}</h2>`}${body}</div></section>`;

const buttonOf = ({ label, to }: { label: string; to: string }): Html =>
  html`<p><a class="button" href="${to}" rel="noopener">${label}</a></p>`;

const paragraphs = (text: string | undefined): Html[] =>
  (text ?? '')
    .split(/\n\s*\n/)
    .filter((one) => one.trim() !== '')
    .map((one) => html`<p>${one.trim()}</p>`);
