import { getCurrentTrace, type Model, type ModelResponse } from '@openai/agents';

/** Words of an answer that are kept for a person to see, in characters. */
const mostKept = 300;

/** What a model said in one docket. */
export interface Said {
  turns: number;
  /** Its last answer, cut. */
  last: string;
}

/** Listens to a model, docket by docket. */
export class Overheard {
  readonly #said = new Map<string, Said>();

  listen(model: Model): Model {
    return {
      getStreamedResponse: (request) => model.getStreamedResponse(request),
      getResponse: async (request) => {
        const docket = getCurrentTrace()?.traceId ?? '';
        const turns = (this.#said.get(docket)?.turns ?? 0) + 1;
        this.#said.set(docket, { turns, last: '' });
        const response = await model.getResponse(request);
        this.#said.set(docket, { turns, last: wordsOf(response).slice(0, mostKept) });
        return response;
      },
    };
  }

  /** Hands over what was said in a docket, once. */
  take(docket: string): Said {
    const said = this.#said.get(docket) ?? { turns: 0, last: '' };
    this.#said.delete(docket);
    return said;
  }
}

function wordsOf({ output }: ModelResponse): string {
  return output
    .flatMap((item) => {
      if (item.type === 'function_call') return `${item.name}(${item.arguments})`;
      if (item.type !== 'message' || item.role !== 'assistant') return [];
      return item.content.map((part) => (part.type === 'output_text' ? part.text : ''));
    })
    .join(' ')
    .trim();
}
