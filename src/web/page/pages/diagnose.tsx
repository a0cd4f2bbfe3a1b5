import { PageHead } from '../parts/page-head.tsx';

export function DiagnosePage({ run }: { run: string }) {
  return <PageHead title="Diagnose" about={run} />;
}
