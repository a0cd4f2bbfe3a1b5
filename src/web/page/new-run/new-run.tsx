import { Grid, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { RunRequestInput, StartedRun } from '../../api/run-request.ts';
import { post } from '../client.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Section } from '../kit/section.tsx';
import { Waiting } from '../kit/states.tsx';
import { type ColumnRoles, ColumnRolesForm } from './column-roles.tsx';
import { FilePicker } from './file-picker.tsx';
import { aboutServer, ModelChoiceForm, usualModel } from './model-choice.tsx';
import { PlanCard } from './plan-card.tsx';
import { RunLimitsForm, sayLimits, usualLimits } from './run-limits.tsx';
import { knownThemes, type ThemeChoice, ThemeChoiceForm } from './theme-choice.tsx';

/** Milliseconds without a keystroke before the plan is made again. */
const restMs = 400;

export function NewRunPage() {
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const queries = useQueryClient();
  const file = search.get('file');
  const [roles, setRoles] = useState<ColumnRoles | null>(null);
  const [themes, setThemes] = useState<ThemeChoice>({ known: null, written: [] });
  const [model, setModel] = useState(usualModel);
  const [limits, setLimits] = useState(usualLimits);

  const choose = useCallback(
    (chosen: string | null) => {
      setRoles(null);
      setSearch(chosen === null ? {} : { file: chosen }, { replace: true });
    },
    [setSearch],
  );
  const missing = whatIsMissing(file, roles, themes, model);
  const request: RunRequestInput | null =
    file === null || roles === null || missing !== undefined
      ? null
      : {
          file,
          columns: { text: roles.text, context: roles.context, ...(roles.id && { id: roles.id }) },
          ...(themes.known !== null && { themes: themes.known }),
          ownThemes: themes.written,
          ...(model.isServed && { model: model.model.trim() }),
          ...(model.isServed && model.baseUrl.trim() && { baseUrl: model.baseUrl.trim() }),
          ...(!model.isServed && model.isLearned && { learned: true }),
          ...sayLimits(limits),
        };
  const [settled] = useDebouncedValue(request, restMs);

  const starting = useMutation({
    mutationFn: () => post<StartedRun>('/runs', request),
    onSuccess({ run }) {
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
              <Section title="Columns">
                <ColumnRolesForm key={file} file={file} roles={roles} onChange={setRoles} />
              </Section>
            )}
            <Section title="Themes">
              <ThemeChoiceForm choice={themes} onChange={setThemes} />
            </Section>
            <Section title="Model">
              <ModelChoiceForm choice={model} canBeTaught onChange={setModel} />
              <RunLimitsForm limits={limits} onChange={setLimits} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 3.5 }}>
          <PlanCard
            request={request === null ? null : settled}
            missing={missing ?? 'Reading the file…'}
            isStarting={starting.isPending || starting.isSuccess}
            problem={starting.error}
            onStart={() => starting.mutate()}
          />
        </Grid.Col>
      </Grid>
    </>
  );
}

function whatIsMissing(
  file: string | null,
  roles: ColumnRoles | null,
  themes: ThemeChoice,
  model: typeof usualModel,
): string | undefined {
  if (file === null) return 'Choose a file first.';
  if (themes.known?.length === 0 && themes.written.length === 0)
    return 'Choose a theme, or write one.';
  if (model.isServed && model.model.trim() === '') return 'Name the model.';
  return roles === null ? 'Reading the file…' : undefined;
}
