import { Container } from '@mantine/core';
import { Route, Switch } from 'wouter';
import { ComparePage } from './compare/compare.tsx';
import { DiagnosePage } from './diagnose/diagnose.tsx';
import { Shell } from './kit/shell.tsx';
import { Empty } from './kit/states.tsx';
import { NewRunPage } from './new-run/new-run.tsx';
import { ResultsPage } from './results/results.tsx';
import { ReviewPage } from './review/review.tsx';
import { RunPage } from './run/run.tsx';
import { RunTabs } from './run/run-tabs.tsx';
import { RunsPage } from './run/runs.tsx';
import { SearchPage } from './search/search.tsx';
import { TicketPage } from './ticket/ticket.tsx';

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
                  <Route path="/runs/:run/review/:row?">
                    {({ row }) => (
                      <ReviewPage run={run} row={row === undefined ? undefined : Number(row)} />
                    )}
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
