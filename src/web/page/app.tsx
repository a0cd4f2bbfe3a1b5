import { Container } from '@mantine/core';
import { Route, Switch } from 'wouter';
import { ComparePage } from './pages/compare.tsx';
import { DiagnosePage } from './pages/diagnose.tsx';
import { NewRunPage } from './pages/new-run.tsx';
import { ResultsPage } from './pages/results.tsx';
import { ReviewPage } from './pages/review.tsx';
import { RunPage } from './pages/run.tsx';
import { RunsPage } from './pages/runs.tsx';
import { SearchPage } from './pages/search.tsx';
import { TicketPage } from './pages/ticket.tsx';
import { RunTabs } from './parts/run-tabs.tsx';
import { Shell } from './parts/shell.tsx';
import { Empty } from './parts/states.tsx';

/** What each address shows. Everything about a run stands below /runs/<id>. */
export function App() {
  return (
    <Shell>
      <Container fluid maw={1680} px={{ base: 'sm', sm: 'lg' }} py="md">
        <Switch>
          <Route path="/" component={RunsPage} />
          <Route path="/new" component={NewRunPage} />
          <Route path="/search" component={SearchPage} />
          <Route path="/compare" component={ComparePage} />
          <Route path="/runs/:run/*?">
            {({ run }) => (
              <>
                <RunTabs run={run} />
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
                  <Route path="/runs/:run/review">
                    <ReviewPage run={run} />
                  </Route>
                  <Route path="/runs/:run/diagnose">
                    <DiagnosePage run={run} />
                  </Route>
                </Switch>
              </>
            )}
          </Route>
          <Route>
            <Empty title="There is nothing at this address" />
          </Route>
        </Switch>
      </Container>
    </Shell>
  );
}
