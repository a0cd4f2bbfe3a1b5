import { Markup } from './markup.ts';

export const reportStyle = new Markup(`
:root { color-scheme: light dark; --line: light-dark(#dde1e5, #3a4047); --soft: light-dark(#55606b, #a7b0ba);
  --bar: light-dark(#2c6b6e, #67abad); --failed: light-dark(#b3261e, #ff9d94); --panel: light-dark(#f6f8f9, #23282d) }
* { box-sizing: border-box }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem;
  color: light-dark(#1f2429, #e6e9ec); background: light-dark(#fff, #1a1e22) }
h1 { margin: 0; font-size: 1.6rem } h2 { margin: 2.2rem 0 .6rem; font-size: 1.15rem }
.soft { color: var(--soft) }
dl { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 0 }
dl div { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .9rem; min-width: 7.5rem }
dt { color: var(--soft); font-size: .82rem } dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 0 2rem }
svg { width: 100%; height: auto; overflow: visible } svg text { fill: currentColor }
.scroll, .charts section { overflow-x: auto }
h1, p, li, .charts td { overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { font-size: .82rem; color: var(--soft); font-weight: 600 }
.number { text-align: end; font-variant-numeric: tabular-nums }
.text { min-width: 18rem; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: plaintext }
.word { overflow-wrap: break-word; min-width: 8rem; max-width: 16rem }
@media print { body { margin: 0; max-width: none; font-size: 10pt } thead { display: table-header-group }
  tr, .charts section { break-inside: avoid } .scroll { overflow: visible } }
`);
