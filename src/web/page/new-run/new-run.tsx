import { Grid, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useCallback, useEffect } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { JobRequest } from '../../api/job.ts';
import type { StartedRun } from '../../api/run-request.ts';
import { get, post } from '../client.ts';
import { PageHead } from '../kit/page-head.tsx';
import { pagePart } from '../kit/page-parts.tsx';
import { Section } from '../kit/section.tsx';
import { Problem, Waiting } from '../kit/states.tsx';
import { ColumnRolesForm } from './column-roles.tsx';
import { FilePicker } from './file-picker.tsx';
import { aboutServer, ModelChoiceForm } from './model-choice.tsx';
import { PlanCard } from './plan-card.tsx';
import {
  type ColumnsDraft,
  draftFor,
  draftOf,
  emptyDraft,
  requestOf,
  useRunDraft,
  whatIsMissing,
} from './run-draft.ts';
import { RunLimitsForm } from './run-limits.tsx';
import { knownThemes, ThemeChoiceForm } from './theme-choice.tsx';

const CalibrateSection = pagePart(
  async () => (await import('../calibrate/calibrate-section.tsx')).CalibrateSection,
);

/** Milliseconds without a keystroke before the plan is made again. */
const restMs = 400;

export function NewRunPage() {
  const [search] = useSearchParams();
  const again = search.get('again');
  return again === null ? <NewRun /> : <Again id={again} />;
}

/** Fills the form with what a run, or a job that could not begin, was started with. */
function Again({ id }: { id: string }) {
  const [, navigate] = useLocation();
  const [, setDraft] = useRunDraft();
  const { data, error } = useQuery({
    queryKey: ['request', id],
    queryFn: ({ signal }) => get<JobRequest>(`/requests/${encodeURIComponent(id)}`, signal),
  });
  useEffect(() => {
    if (data?.workflow === 'search') navigate('/search', { replace: true });
    if (data?.workflow !== 'batch') return;
    setDraft(draftOf(data.request));
    navigate('/new', { replace: true });
  }, [data, navigate, setDraft]);
  return error === null ? <Waiting what="Reading its settings" /> : <Problem error={error} />;
}

function NewRun() {
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const queries = useQueryClient();
  const [kept, setDraft] = useRunDraft();
  const file = search.get('file') ?? kept.file;
  const draft = draftFor(file, kept);
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));

  const choose = useCallback(
    (chosen: string | null) => {
      setDraft((before) => ({ ...before, file: chosen, roles: null, reading: {} }));
      setSearch(chosen === null ? {} : { file: chosen }, { replace: true });
    },
    [setDraft, setSearch],
  );
  const setColumns = useCallback(
    (change: (before: ColumnsDraft) => ColumnsDraft) =>
      setDraft((before) => {
        const current = draftFor(file, before);
        return { ...current, ...change(current) };
      }),
    [setDraft, file],
  );
  const request = requestOf(draft);
  // In words: an object would be another one, and not at rest, with every rendering.
  const [settled] = useDebouncedValue(JSON.stringify(request), restMs);

  const starting = useMutation({
    mutationFn: () => post<StartedRun>('/runs', request),
    onSuccess({ run }) {
      setDraft(emptyDraft);
      void queries.invalidateQueries({ queryKey: ['runs'] });
      navigate(run === null ? '/' : `/runs/${run}`);
    },
  });
  // A form that grows while it is filled in moves away from under the pointer.
  const isReading = [useQuery(knownThemes), useQuery(aboutServer)].some(
    ({ isPending }) => isPending,
  );
  if (isReading) return <Waiting what="Reading the themes" height={600} />;
  return (
    <>
      <PageHead title="New run" about="Choose a file and the themes to ask about." />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8.5 }}>
          <Stack gap="md">
            <Section title="File">
              <FilePicker file={file} onChoose={choose} />
            </Section>
            {file !== null && (
              <Section title="What is read of it">
                <ColumnRolesForm key={file} file={file} draft={draft} onChange={setColumns} />
              </Section>
            )}
            <Section title="Themes">
              <ThemeChoiceForm choice={draft.themes} onChange={(themes) => change({ themes })} />
            </Section>
            <Section title="Model">
              <ModelChoiceForm
                choice={draft.model}
                canBeTaught
                onChange={(model) => change({ model })}
              />
              <RunLimitsForm limits={draft.limits} onChange={(limits) => change({ limits })} />
            </Section>
            {draft.model.isServed && request !== null && (
              <Suspense fallback={<Waiting what="Opening the page" height={220} />}>
                <CalibrateSection request={JSON.parse(settled) ?? request} />
              </Suspense>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 3.5 }}>
          <PlanCard
            request={request === null ? null : JSON.parse(settled)}
            missing={whatIsMissing(draft) ?? 'Reading the file…'}
            isStarting={starting.isPending || starting.isSuccess}
            problem={starting.error}
            onStart={() => starting.mutate()}
          />
        </Grid.Col>
      </Grid>
    </>
  );
}
