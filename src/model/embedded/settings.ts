/**
 * Every number of the embedded classifier: one setting for all themes and all data.
 *
 * How they were chosen: by hand, by macro-F1 on three labelled development files of public data (airline tweets with
 * 9 themes, banking questions with 77, restaurant sentences with 8), the themes given by name and definition only.
 * The table of related words was extended after reading what was got wrong there. So `test/bench/quality.ts` on those
 * files measures the fit, and new data will do worse. Nothing was trained, and nothing is set for one file.
 *
 * Most of them, moved alone by a third to a half, moved a file's macro-F1 by less than 0.01; `related`, `shareOfBest`
 * and `faintWord` moved it by up to 0.03. Without `claimed` the three files go from .46 / .58 / .62 to
 * .38 / .43 / .63, without related words to .40 / .53 / .56. The routing numbers were set for fewer than 3 themes a
 * ticket among 9. Those of a search were chosen on two of the files, without the banking questions (`npm run bench search`).
 */
export const settings = {
  /** Characters of a ticket that are read. */
  longestText: 20_000,
  /** Characters of a quote. */
  longestQuote: 300,
  /** Words that a passage holds before the next one starts; a shorter ticket is one passage. */
  passageWords: 30,

  /** How much a theme's name, one of its lines of what counts, and one of its examples weigh beside its definition's 1. */
  nameWeight: 2,
  countsWeight: 1,
  exampleWeight: 0.7,

  /** What each kind of match weighs beside an exact word's 1. */
  faintWord: 0.8,
  frameWord: 0.1,
  negation: 0.4,
  related: 0.8,
  relatedPair: 1,
  pair: 0.3,
  fragment: 0.3,
  fragmentLetters: 4,

  /** What a word that is said again adds, beside its first time. */
  repeated: 0.3,
  /** A run of fewer themes is weighed as though it had so many, so that one theme alone keeps its scale. */
  fewestThemes: 9,
  /** Exponents of length normalisation: 0 none, 1 cosine. */
  themeLength: 0.5,
  ticketLength: 0.5,

  /** The score from which a theme may apply. */
  threshold: 0.8,
  /** The part of the ticket's best score that every further theme must reach by words of its own. */
  shareOfBest: 0.6,
  /** How much of a word's evidence the themes already found take from the others: 1 is all that they have of it. */
  claimed: 1,
  /** Triage hands on from this part of the threshold and of the best score, and at most so many besides the yes. */
  routeThreshold: 0.4,
  routeShareOfBest: 0.25,
  routeAtMost: 2,
  /** Themes that one ticket can be given. */
  themesAtMost: 8,

  /**
   * A search says yes from this part of what the theme's words say, of which each further one counts so much less. A
   * phrase of few words is meant as a whole; a longer text names one thing in many ways.
   */
  phraseWords: 3,
  shareOfPhrase: 0.6,
  furtherInPhrase: 0.7,
  shareOfText: 0.5,
  furtherInText: 0.5,
} as const;

export type Settings = { readonly [Key in keyof typeof settings]: number };
