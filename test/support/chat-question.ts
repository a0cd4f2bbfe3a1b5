// What a request asks of the stand-in server's model, and what the model says to it.

/** The fields that the server reads, of a chat completion or a Responses request. */
export interface ChatRequest {
  model?: string;
  messages?: Message[];
  input?: string | Message[];
  instructions?: string;
  tools?: { name?: string; function?: { name?: string } }[];
  response_format?: { type?: string; json_schema?: { name?: string } };
  text?: { format?: { type?: string; name?: string } };
  stream?: boolean;
  [key: string]: unknown;
}

interface Message {
  role?: string;
  content?: string | { text?: string }[] | null;
}

export interface Question {
  /** submit_verdicts, route_tickets or submit_decisions. */
  tool: string;
  /** The system prompt. */
  instructions: string;
  /** Every line of the user's messages that starts with `{"id":`, an id once. */
  tickets: AskedTicket[];
  body: ChatRequest;
}

interface AskedTicket {
  id: string;
  [key: string]: unknown;
}

/** What the model says: the tool's arguments. */
export type Answerer = (question: Question) => unknown;

export function toolsOf(body: ChatRequest): string[] {
  return (body.tools ?? []).map((tool) => tool.function?.name ?? tool.name ?? '');
}

/** The name of the JSON schema that the answer has to follow. */
export function schemaOf(body: ChatRequest): string | undefined {
  if (body.response_format?.type === 'json_schema') {
    return body.response_format.json_schema?.name ?? '';
  }
  return body.text?.format?.type === 'json_schema' ? (body.text.format.name ?? '') : undefined;
}

export function questionOf(body: ChatRequest): Question {
  const messages = body.messages ?? (Array.isArray(body.input) ? body.input : []);
  const instructions: string[] = body.instructions === undefined ? [] : [body.instructions];
  const asked: string[] = typeof body.input === 'string' ? [body.input] : [];
  for (const message of messages) {
    if (message.role === 'user') asked.push(textOf(message));
    if (message.role === 'system' || message.role === 'developer') {
      instructions.push(textOf(message));
    }
  }
  const system = instructions.join('\n');
  const prompt = asked.join('\n');
  const named = toolsOf(body)[0] ?? schemaOf(body);
  const tool = named ?? /^Answer for: (\w+)/m.exec(`${system}\n${prompt}`)?.[1];
  return {
    tool: tool ?? 'submit_verdicts',
    instructions: system,
    tickets: ticketsIn(prompt),
    body,
  };
}

export const answerByDefault: Answerer = ({ tool, tickets }) => {
  switch (tool) {
    case 'submit_verdicts':
      return {
        verdicts: tickets.map((ticket) => ({
          ticket: ticket.id,
          verdict: 'no',
          confidence: 0.9,
          quote: '',
          rationale: 'mock',
        })),
      };
    case 'route_tickets':
      return {
        tickets: tickets.map((ticket) => ({ ticket: ticket.id, routes: [], sentiment: 0.5 })),
      };
    case 'submit_decisions':
      return {
        decisions: tickets.map((ticket) => ({
          ticket: ticket.id,
          themes: [],
          confidence: 0.5,
          justification: 'mock',
        })),
      };
    default:
      return {};
  }
};

function textOf(message: Message): string {
  if (typeof message.content === 'string') return message.content;
  return (message.content ?? []).map((part) => part.text ?? '').join('\n');
}

function ticketsIn(prompt: string): AskedTicket[] {
  const tickets = new Map<string, AskedTicket>();
  for (const line of prompt.split('\n')) {
    if (!line.startsWith('{"id":')) continue;
    try {
      const ticket: AskedTicket = JSON.parse(line);
      tickets.set(ticket.id, ticket);
    } catch {
      // A line of prose that looks like a ticket is none.
    }
  }
  return [...tickets.values()];
}
