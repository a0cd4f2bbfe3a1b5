/** A call to a model as it went over the wire. Both texts are JSON, to be stored as they are. */
export interface Exchange {
  request: string;
  /** Null where nothing came back. What came back and is no JSON is a JSON string here. */
  response: string | null;
  /** Of HTTP. */
  status: number | null;
}

const exchanges = new WeakMap<object, Exchange>();

/**
 * Keeps a call by its span, as long as that lives: the model's window knows what went over the wire,
 * the trace writes it down, and the SDK between them hands spans on and nothing else.
 */
export function keepExchange(span: object | null, exchange: Exchange): void {
  if (span !== null) exchanges.set(span, exchange);
}

export function exchangeOf(span: object): Exchange | undefined {
  return exchanges.get(span);
}
