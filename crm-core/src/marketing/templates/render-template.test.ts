import { describe, expect, it } from 'vitest';
import { mailBlock, mailBlocks } from './mail-block.schema.ts';
import { MailText, type MailValues } from './mail-text.ts';
import { renderTemplate } from './render-template.ts';

const blocks = mailBlocks.parse([
  { kind: 'heading', text: 'Hello {{ contact.firstName | default: "there" }}' },
  { kind: 'text', text: 'You work at {{ company.name }}.\n\nSee you.' },
  { kind: 'list', items: ['One', 'Two'] },
  {
    kind: 'button',
    label: 'Book',
    url: 'https://acme.example/book/{{ contact.email }}?c={{ company.name }}',
  },
  { kind: 'divider' },
  { kind: 'footer', text: 'Acme, Main Street 1', unsubscribe: 'Unsubscribe' },
]);
const content = { subject: 'For {{ contact.firstName | default: "you" }}', preheader: 'News', blocks };
const ada: MailValues = {
  contact: { firstName: 'Ada', email: 'ada@x.example' },
  company: { name: 'Tulips & <Sons>' },
  links: { unsubscribe: 'https://crm.example/u/abc' },
};

describe('a mail that is filled in', () => {
  it('has a text part that says what the HTML says', () => {
    const mail = renderTemplate(content, ada);
    expect(mail).toMatchObject({ subject: 'For Ada', missing: [] });
    expect(mail.text).toBe(
      [
        'Hello Ada',
        'You work at Tulips & <Sons>.\n\nSee you.',
        '- One\n- Two',
        'Book: https://acme.example/book/ada%40x.example?c=Tulips%20%26%20%3CSons%3E',
        '---',
        'Acme, Main Street 1\nUnsubscribe: https://crm.example/u/abc\n',
      ].join('\n\n'),
    );
    expect(mail.html).toContain('Tulips &amp; &lt;Sons&gt;');
    expect(mail.html).toContain('href="https://crm.example/u/abc"');
  });

  it('reports a value that is empty without a default, and is content with one that has', () => {
    const { missing, subject } = renderTemplate(content, { contact: {}, company: { name: ' ' }, links: {} });
    expect(subject).toBe('For you');
    expect(missing.sort()).toEqual(['company.name', 'contact.email', 'links.unsubscribe']);
  });

  it('misses nothing in a part that is left out for it', () => {
    const text = '{% if company.city %}in {{ company.city }}{% else %}{{ company.name | upcase }}{% endif %}';
    const say = (values: MailValues) =>
      renderTemplate({ subject: 'x', blocks: [{ kind: 'text', text }] }, values);
    expect(say({ company: { name: 'Acme' } })).toMatchObject({ text: 'ACME\n', missing: [] });
    expect(say({ company: {} })).toMatchObject({ missing: ['company.name'] });
  });

  it('takes a value neither as a template nor as HTML nor as another header', () => {
    const evil = '{{ sender.email }}<img src=x onerror=alert(1)>\r\nBcc: a@b.example';
    const mail = renderTemplate(
      { subject: '{{ contact.firstName }}', blocks: [{ kind: 'text', text: '{{ contact.firstName }}' }] },
      { contact: { firstName: evil }, sender: { email: 'sam@own.example' } },
    );
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.html).not.toContain('<img');
    expect(mail.html + mail.text).not.toContain('sam@own.example');
  });
});

describe('a text of a mail', () => {
  it('knows what it names', () => {
    const text = '{% if deal.amount %}{{ contact.name | append: sender.name }}{% endif %}';
    expect(new MailText(text).variables).toEqual(['deal.amount', 'contact.name', 'sender.name']);
  });

  it('reads own properties only, and has no loops, files or filters that undo the escaping', () => {
    expect(new MailText('{{ contact.constructor.name | default: "-" }}').fill({ contact: {} }).text).toBe(
      '-',
    );
    for (const text of [
      '{% for a in (1..9) %}{% endfor %}',
      "{% include 'x' %}",
      "{% render 'x' %}",
      '{% raw %}{{ x }}{% endraw %}',
      '{{ contact.name | raw }}',
      '{{ contact.name',
      `{{ contact.name }}${'x'.repeat(200_000)}`,
    ])
      expect(() => new MailText(text), text.slice(0, 40)).toThrow(/cannot be filled in/);
  });
});

describe('an address in a mail', () => {
  it('has its host written out; variables stand behind it', () => {
    const isAllowed = (url: string) => mailBlock.safeParse({ kind: 'button', label: 'Go', url }).success;
    expect(isAllowed('https://acme.example/{{ contact.email }}')).toBe(true);
    expect(isAllowed('https://acme.example?x={{ contact.name | upcase }}')).toBe(true);
    expect(isAllowed('mailto:sam@acme.example')).toBe(true);
    for (const url of [
      'https://{{ contact.email }}/x',
      'https://acme.example{{ contact.name }}',
      'https://acme.example@evil.example/',
      'https://acme.example\\@evil.example/',
      'javascript:alert(1)',
      '{{ contact.name }}',
      '//evil.example/',
    ])
      expect(isAllowed(url), url).toBe(false);
  });
});
