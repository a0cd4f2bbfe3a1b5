import {
  type AgentInputItem,
  getCurrentSpan,
  type ModelRequest,
  type ModelResponse,
} from '@openai/agents';

/** What a call of the answering tool handed in. */
export interface HandedIn {
  /** Its arguments as the model wrote them. */
  text: string;
  value: Record<string, unknown>;
}

/**
 * Puts a short mark in the place of the arguments of the tool's calls: the SDK parses, compares and copies arguments a
 * dozen times, and those about a whole docket are long. What is no JSON object stays, for the SDK to complain of.
 */
export function markArguments(
  response: ModelResponse,
  tool: string,
  handedIn: HandedIn[],
): ModelResponse {
  const output = response.output.map((item) => {
    if (item.type !== 'function_call' || item.name !== tool) return item;
    const value = readObject(item.arguments);
    if (value === undefined) return item;
    return { ...item, arguments: markOf(handedIn.push({ text: item.arguments, value }) - 1) };
  });
  return { ...response, output };
}

/** The request with the arguments of earlier calls as they were. */
export function unmarkArguments(
  request: ModelRequest,
  handedIn: readonly HandedIn[],
): ModelRequest {
  if (handedIn.length === 0 || typeof request.input === 'string') return request;
  const texts = new Map(handedIn.map(({ text }, index) => [markOf(index), text]));
  const input = request.input.map((item): AgentInputItem => {
    const text = item.type === 'function_call' ? texts.get(item.arguments) : undefined;
    return text === undefined ? item : ({ ...item, arguments: text } as AgentInputItem);
  });
  return { ...request, input };
}

/** What a call handed in that the SDK has read, as its span shows it too. */
export function takeHandedIn(
  input: Record<string, unknown>,
  handedIn: readonly HandedIn[] = [],
): Record<string, unknown> {
  const taken = handedIn[Number(input.handed_in)];
  if (taken === undefined) return input;
  const data = getCurrentSpan()?.spanData;
  if (data?.type === 'function') data.input = taken.text;
  return taken.value;
}

function markOf(index: number): string {
  return `{"handed_in":${index}}`;
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
