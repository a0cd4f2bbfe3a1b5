import { Container } from '@mantine/core';
import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { ConnectionAlert } from './kit/connection.tsx';
import { pagePart } from './kit/page-parts.tsx';
import { Shell } from './kit/shell.tsx';
import { NothingHere, Waiting } from './kit/states.tsx';
import { RunTabs } from './run/run-tabs.tsx';
import { RunsPage } from './runs/runs.tsx';

const ComparePage = pagePart(async () => (await import('./compare/compare.tsx')).ComparePage);
const DiagnosePage = pagePart(async () => (await import('./diagnose/diagnose.tsx')).DiagnosePage);
const EvaluatePage = pagePart(async () => (await import('./evaluate/evaluate.tsx')).EvaluatePage);
const NewRunPage = pagePart(async () => (await import('./new-run/new-run.tsx')).NewRunPage);
const ResultsPage = pagePart(async () => (await import('./results/results.tsx')).ResultsPage);
const ReviewPage = pagePart(async () => (await import('./review/review.tsx')).ReviewPage);
const RunPage = pagePart(async () => (await import('./run/run.tsx')).RunPage);
const SearchPage = pagePart(async () => (await import('./search/search.tsx')).SearchPage);
const ThemePage = pagePart(async () => (await import('./themes/theme.tsx')).ThemePage);
const ThemesPage = pagePart(async () => (await import('./themes/themes.tsx')).ThemesPage);
const TicketPage = pagePart(async () => (await import('./ticket/ticket.tsx')).TicketPage);

/** What each address shows. Everything about a run stands below /runs/<id>. */
export function App() {
  return (
    <Shell>
      <Container fluid maw={1680} px={{ base: 'sm', sm: 'lg' }} py="md">
        <ConnectionAlert />
        <Suspense fallback={<Waiting what="Opening the page" />}>
          <Switch>
            <Route path="/" component={RunsPage} />
            <Route path="/new" component={NewRunPage} />
            <Route path="/search" component={SearchPage} />
            <Route path="/compare" component={ComparePage} />
            <Route path="/new-theme">
              <ThemePage id={undefined} />
            </Route>
            <Route path="/themes" component={ThemesPage} />
            <Route path="/themes/:id">{({ id }) => <ThemePage id={id} />}</Route>
            <Route path="/runs/:run/*?">
              {({ run }) => (
                <>
                  <RunTabs run={run} />
                  <Suspense fallback={<Waiting what="Opening the page" />}>
                    <Switch>
                      <Route path="/runs/:run">
                        <RunPage run={run} />
                      </Route>
                      <Route path="/runs/:run/results">
                        <ResultsPage run={run} />
                      </Route>
                      <Route path="/runs/:run/tickets/:row">
                        {({ row }) => <TicketPage run={run} row={Number(row)} />}
                      </Route>
                      <Route path="/runs/:run/review/:row?">
                        {({ row }) => (
                          <ReviewPage run={run} row={row === undefined ? undefined : Number(row)} />
                        )}
                      </Route>
                      <Route path="/runs/:run/evaluate">
                        <EvaluatePage run={run} />
                      </Route>
                      <Route path="/runs/:run/diagnose">
                        <DiagnosePage run={run} />
                      </Route>
                      <Route>
                        <NothingHere />
                      </Route>
                    </Switch>
                  </Suspense>
                </>
              )}
            </Route>
            <Route>
              <NothingHere />
            </Route>
          </Switch>
        </Suspense>
      </Container>
    </Shell>
  );
}
