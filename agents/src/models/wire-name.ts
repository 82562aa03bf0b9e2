/** Stands for the dot of `wiki.search`, which not every vendor takes in the name of a function. */
const DOT = '__';

export const wireName = (tool: string): string => tool.replace('.', DOT);

/** The tool that a model has called by a name of the wire. */
export const toolOfWire = (name: string): string => name.replace(DOT, '.');
