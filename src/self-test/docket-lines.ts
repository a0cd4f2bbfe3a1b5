import type { ModelRequest } from '@openai/agents';

/** The tickets of a prompt: its lines that are JSON objects with an id of ours, in their order. */
export function docketLines(input: ModelRequest['input']): Record<string, unknown>[] {
  return promptText(input)
    .split('\n')
    .filter((line) => line.startsWith('{"id":'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function promptText(input: ModelRequest['input']): string {
  if (typeof input === 'string') return input;
  return input
    .map((item) =>
      item.type === 'message' && item.role === 'user' && typeof item.content === 'string'
        ? item.content
        : '',
    )
    .join('\n');
}
