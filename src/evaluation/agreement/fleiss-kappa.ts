/** Questions that so many of those who answered said yes and no to. */
export interface Ballot {
  yes: number;
  no: number;
  count: number;
}

export interface VoteAgreement {
  /** Questions with at least two answers, and those on which all agree. */
  questions: number;
  unanimous: number;
  /** 1 is perfect, 0 what chance alone would give; nothing where all answers are the same. */
  kappa: number | undefined;
}

/** Fleiss' kappa (J. L. Fleiss, 1971); a question counts with the answers that it got. */
export function voteAgreement(ballots: readonly Ballot[]): VoteAgreement {
  let questions = 0;
  let unanimous = 0;
  let answers = 0;
  let allYes = 0;
  let agreed = 0;
  for (const { yes, no, count } of ballots) {
    const given = yes + no;
    if (given < 2) continue;
    questions += count;
    if (yes === 0 || no === 0) unanimous += count;
    answers += count * given;
    allYes += count * yes;
    agreed += (count * (yes * (yes - 1) + no * (no - 1))) / (given * (given - 1));
  }
  const share = allYes / answers;
  const byChance = share ** 2 + (1 - share) ** 2;
  return {
    questions,
    unanimous,
    kappa:
      questions === 0 || byChance === 1
        ? undefined
        : (agreed / questions - byChance) / (1 - byChance),
  };
}
