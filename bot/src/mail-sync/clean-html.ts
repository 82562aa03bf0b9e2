import sanitizeHtml from 'sanitize-html';

const STYLES: sanitizeHtml.IOptions['allowedStyles'] = {
  '*': {
    color: [/^[#a-z0-9(),.\s%]{1,40}$/i],
    'background-color': [/^[#a-z0-9(),.\s%]{1,40}$/i],
    'text-align': [/^(?:left|right|center|justify)$/],
    'font-weight': [/^(?:normal|bold|[1-9]00)$/],
    'font-style': [/^(?:normal|italic)$/],
    'text-decoration': [/^(?:none|underline|line-through)$/],
  },
};

/**
 * A mail's HTML as far as it is harmless: no scripts, forms or frames, and nothing that is fetched from elsewhere, so that
 * nobody learns that it was looked at. It is shown in a frame without rights all the same.
 */
export function cleanHtml(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [
      ...[
        'p',
        'br',
        'div',
        'span',
        'b',
        'strong',
        'i',
        'em',
        'u',
        's',
        'small',
        'sub',
        'sup',
        'hr',
        'pre',
        'code',
      ],
      ...[
        'h1',
        'h2',
        'h3',
        'h4',
        'h5',
        'h6',
        'ul',
        'ol',
        'li',
        'dl',
        'dt',
        'dd',
        'blockquote',
        'a',
        'font',
        'center',
      ],
      ...['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption'],
    ],
    allowedAttributes: {
      a: ['href', 'title', 'target', 'rel'],
      td: ['colspan', 'rowspan', 'align'],
      th: ['colspan', 'rowspan', 'align'],
      '*': ['style', 'dir'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedStyles: STYLES,
    allowProtocolRelative: false,
    transformTags: {
      a: sanitizeHtml.simpleTransform('a', { target: '_blank', rel: 'noopener noreferrer nofollow' }),
    },
    nestingLimit: 100,
  });
}
