import { PageHead } from '../parts/page-head.tsx';

export function ComparePage() {
  return <PageHead title="Compare" />;
}
