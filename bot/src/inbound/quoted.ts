/** What visitors wrote, as quotations: their text is no markup, and their addresses no links. */
export const quoted = (messages: ReadonlyArray<{ text: string }>): string =>
  messages
    .map(({ text }) =>
      text
        .split('\n')
        .map((line) => `> ${line.replace(/[\\*_~`[\]()#<>|!@]/g, '\\$&').replace(/:\/\//g, ':\u200b//')}`)
        .join('\n'),
    )
    .join('\n\n');
