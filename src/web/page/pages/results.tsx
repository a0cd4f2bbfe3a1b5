import { PageHead } from '../parts/page-head.tsx';

export function ResultsPage({ run }: { run: string }) {
  return <PageHead title="Results" about={run} />;
}
