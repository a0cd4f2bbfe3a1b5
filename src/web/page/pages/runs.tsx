import { PageHead } from '../parts/page-head.tsx';

export function RunsPage() {
  return <PageHead title="Runs" />;
}
