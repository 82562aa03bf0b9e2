/** What is told or posted where the rule does not say. */
export const DEFAULT_TEXT = '{{ record.title }}: {{ workflow.name }}';
