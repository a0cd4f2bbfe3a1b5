import type { TriageReport } from '../../../domain/decision/triage-report.ts';
import { describeChange, describeLost, describePromise, shareOf } from '../../api/triage.ts';
import { html, type Markup } from './markup.ts';

/** What a triage that learns left unasked and what that cost: in words, and theme by theme. */
export function triageSection(report: TriageReport, nameOf: (id: string) => string): Markup {
  const { questions, asked, unasked, audited, changes, themes } = report;
  const { promise, lost } = describePromise(report);
  const part = (count: number, what: string) =>
    `${count.toLocaleString('en-GB')} ${what}${questions === 0 ? '' : ` (${shareOf(count, questions)})`}`;
  return html`<section><h2>Learned triage</h2>
<p>Of ${questions.toLocaleString('en-GB')} questions ${part(asked, 'were asked')}, ${part(audited, 'of them as an audit')}, and ${part(unasked, 'were not asked')}. ${promise} ${lost ?? ''}</p>
${changes.length === 0 ? '' : html`<ul>${changes.map(({ ticket, theme }) => html`<li>${describeChange(nameOf(theme), ticket)}</li>`)}</ul>`}
<div class="scroll"><table><thead><tr><th>theme</th><th class="number">asked</th><th class="number">not asked</th><th class="number">audited</th><th class="number">yes</th><th>yes verdicts missed, at most</th></tr></thead><tbody>
${themes.map((theme) => themeLine(theme, nameOf))}</tbody></table></div></section>
`;
}

function themeLine(theme: TriageReport['themes'][number], nameOf: (id: string) => string): Markup {
  const { id, questions, asked, unasked, audited, yes, isKept } = theme;
  const kept = isKept === null ? '' : isKept ? ', kept' : ', not proved: asked';
  return html`<tr><td class="word">${nameOf(id)}</td>${[asked, unasked, audited].map((count) => html`<td class="number">${count.toLocaleString('en-GB')} <span class="soft">${shareOf(count, questions)}</span></td>`)}<td class="number">${yes.toLocaleString('en-GB')}</td><td>${describeLost(theme)}${kept}</td></tr>
`;
}
