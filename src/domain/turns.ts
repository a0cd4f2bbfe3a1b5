/** Turns to call an endpoint that is shared: so many calls, the tokens of all of them, and what came of earlier ones. */
export interface TurnsAsked {
  count: number;
  tokens: number;
  /** Answers since the last reservation that were no refusals. */
  answers: number;
  /** When calls left whose turns were given away before. */
  departed: readonly { turn: number; at: number }[];
}

/** Turns, the first at `first` and the others each `step` later, and how the pace stands; milliseconds. */
export interface TurnsGiven {
  now: number;
  first: number;
  step: number;
  /** Between calls. */
  spacing: number;
  isGiven: boolean;
  isFoundOut: boolean;
}
