import { PageHead } from '../parts/page-head.tsx';

export function RunPage({ run }: { run: string }) {
  return <PageHead title="Run" about={run} />;
}
