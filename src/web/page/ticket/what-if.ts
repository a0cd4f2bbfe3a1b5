import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Outcome } from '../../../domain/decision/outcome.ts';
import type { ReplayAnswer, ReplayRequest } from '../../api/ticket.ts';
import { post } from '../client.ts';

export type Flip = ReplayRequest['flips'][string];

/** What a theme's outcome is, in the words of a flip. */
export function saidOf(outcome: Outcome): Flip {
  return outcome.kind === 'verdict' ? outcome.verdict : outcome.kind;
}

/** Verdicts that a person turns to see what the decision would have been. The run stays as it is. */
export function useWhatIf(run: string, row: number) {
  const queries = useQueryClient();
  const [flips, setFlips] = useState<Record<string, Flip>>({});
  const [withoutRuling, setWithoutRuling] = useState(false);
  const isChanged = Object.keys(flips).length > 0 || withoutRuling;
  const address = `/runs/${encodeURIComponent(run)}/tickets/${row}/replay`;
  const replay = useQuery({
    queryKey: ['replay', run, row, flips, withoutRuling],
    queryFn: () => post<ReplayAnswer>(address, { flips, withoutRuling }),
    enabled: isChanged,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const keep = useMutation({
    mutationFn: () => post<ReplayAnswer>(address, { flips, withoutRuling, record: true }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['ticket', run, row] }),
  });
  return {
    flips,
    withoutRuling,
    isChanged,
    replay,
    keep,
    setWithoutRuling,
    /** Back to what the run has where it is that. */
    flip(outcome: Outcome, to: Flip) {
      const { [outcome.theme]: _, ...others } = flips;
      setFlips(saidOf(outcome) === to ? others : { ...others, [outcome.theme]: to });
      keep.reset();
    },
    reset() {
      setFlips({});
      setWithoutRuling(false);
      keep.reset();
    },
  };
}

export type WhatIf = ReturnType<typeof useWhatIf>;
