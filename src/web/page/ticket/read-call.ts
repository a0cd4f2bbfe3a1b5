/** A call to a model as a person reads it. */
export interface ReadCall {
  model: string;
  messages: ReadMessage[];
  answers: ReadMessage[];
  /** Nothing where the server didn't count them. */
  tokens: { in: number; out: number } | undefined;
}

interface ReadMessage {
  /** Who says it: `system`, `user`, `assistant`, `tool`, or the name of a tool that is called. */
  role: string;
  /** What is said beside the tickets. */
  text: string;
  tickets: { id: string; text: string }[];
}

type Json = Record<string, unknown>;

/** Reads a stored exchange of chat completions or of responses. @returns undefined for anything else */
export function readCall(raw: string): ReadCall | undefined {
  const exchange = objectIn(raw);
  const request = asObject(exchange?.request);
  const messages = [request?.messages, request?.input].find(Array.isArray) as Json[] | undefined;
  if (request === undefined || messages === undefined) return undefined;
  const response = asObject(exchange?.response);
  const choices = Array.isArray(response?.choices) ? (response.choices as Json[]) : [];
  const output = Array.isArray(response?.output) ? (response.output as Json[]) : [];
  const instructions = typeof request.instructions === 'string' ? request.instructions : '';
  return {
    model: String(request.model ?? ''),
    messages: [
      ...(instructions === '' ? [] : [readMessage('system', instructions)]),
      ...messages.flatMap(readEntry),
    ],
    answers: [...choices.map(({ message }) => asObject(message) ?? {}), ...output].flatMap(
      readEntry,
    ),
    tokens: tokensOf(asObject(response?.usage)),
  };
}

/** The request as a shell command; the key stays in the environment. */
export function asCurl(raw: string): string | undefined {
  const request = asObject(objectIn(raw)?.request);
  if (request === undefined) return undefined;
  const path = Array.isArray(request.messages) ? 'chat/completions' : 'responses';
  return [
    `curl "$OPENAI_BASE_URL/${path}" -H 'Content-Type: application/json' \\`,
    `  -H "Authorization: Bearer $OPENAI_API_KEY" --data-binary @- <<'REQUEST'`,
    // One line, so that nothing in it ends it.
    JSON.stringify(request),
    'REQUEST',
    '',
  ].join('\n');
}

function readEntry(entry: Json): ReadMessage[] {
  const text = textOf(entry.content);
  const role = String(entry.role ?? (entry.type === 'function_call_output' ? 'tool' : 'assistant'));
  const calls = (Array.isArray(entry.tool_calls) ? (entry.tool_calls as Json[]) : []).map(
    (call) => asObject(call?.function) ?? {},
  );
  if (entry.type === 'function_call') calls.push(entry);
  return [
    ...(text === '' ? [] : [readMessage(role, text)]),
    ...(typeof entry.output === 'string' ? [readMessage(role, entry.output)] : []),
    ...calls.map((call) => readMessage(String(call.name), prettify(String(call.arguments ?? '')))),
  ];
}

function readMessage(role: string, text: string): ReadMessage {
  const [tickets, rest]: [ReadMessage['tickets'], string[]] = [[], []];
  for (const line of text.split('\n')) {
    const ticket = line.startsWith('{') ? objectIn(line) : undefined;
    if (typeof ticket?.id === 'string' && typeof ticket.text === 'string')
      tickets.push({ id: ticket.id, text: ticket.text });
    else rest.push(line);
  }
  return { role, text: rest.join('\n').trim(), tickets };
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? (content as Json[]) : [];
  return parts.map((part) => String(part?.text ?? '')).join('');
}

function tokensOf(usage: Json | undefined): ReadCall['tokens'] {
  const [sent, received] = [
    usage?.prompt_tokens ?? usage?.input_tokens,
    usage?.completion_tokens ?? usage?.output_tokens,
  ];
  return typeof sent === 'number' && typeof received === 'number'
    ? { in: sent, out: received }
    : undefined;
}

function asObject(value: unknown): Json | undefined {
  if (typeof value === 'string') return objectIn(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined;
}

function objectIn(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

function prettify(text: string): string {
  const value = objectIn(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
}
