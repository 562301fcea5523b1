/** Style of the page: light and dark as the reader's system has it, and paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1b1b1f, #ececf0);
  --quiet: light-dark(#55555e, #b4b4be);
  --paper: light-dark(#ffffff, #17181c);
  --raised: light-dark(#f5f6f8, #22242a);
  --line: light-dark(#d3d5db, #3c3f48);
  --link: light-dark(#0b57a4, #8ec5ff);
  --file: light-dark(#eceef2, #2b2e36);
  --bronze: light-dark(#f6e3d2, #4a3320);
  --silver: light-dark(#e3e7ee, #363c48);
  --gold: light-dark(#f8ecc2, #4a3f16);
  --meta: light-dark(#e6f0ea, #24382d);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 15px/1.5 system-ui, 'Segoe UI', Roboto, 'Liberation Sans', 'DejaVu Sans', sans-serif;
}
main, header, .bar > div { max-width: 88rem; margin: 0 auto; padding: 0 1.25rem; }
h1 { font-size: 1.75rem; margin: 1.5rem 0 0.25rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 0.5rem; }
h3 { font-size: 1.1rem; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
p { margin: 0.4rem 0; max-width: 85ch; }
p, li { overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, input:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code { font: 0.9em ui-monospace, 'Cascadia Mono', 'Liberation Mono', 'DejaVu Sans Mono', monospace; }
.quiet { color: var(--quiet); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: 0.5rem; z-index: 3; }
.bar { position: sticky; top: 0; z-index: 2; background: var(--raised); border-block: 1px solid var(--line); margin-top: 1rem; }
.bar > div { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; padding-block: 0.6rem; }
.bar input {
  flex: 1 1 18rem; max-width: 34rem; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--quiet); border-radius: 6px; padding: 0.35rem 0.6rem;
}
.contents { columns: 18rem; column-gap: 2rem; padding-left: 1.1rem; margin: 0.25rem 0 0.75rem; }
.contents li { break-inside: avoid; }
.layer { display: inline-block; border-radius: 4px; padding: 0 0.45rem; font-size: 0.8rem; border: 1px solid var(--line); }
.file { background: var(--file); } .bronze { background: var(--bronze); } .silver { background: var(--silver); }
.gold { background: var(--gold); } .meta { background: var(--meta); }
section.table { border-top: 1px solid var(--line); padding: 1.25rem 0 1rem; }
.about ul { margin: 0.3rem 0; padding-left: 1.2rem; max-width: 100ch; }
.scroll { overflow-x: auto; margin: 0.6rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { background: var(--raised); font-size: 0.85rem; }
tbody th { font-weight: 600; }
td small, th small { display: block; color: var(--quiet); font-weight: 400; }
td code, th code { white-space: pre-wrap; }
table.columns, table.files { min-width: 60rem; table-layout: fixed; }
.files th:nth-child(1) { width: 14%; } .files th:nth-child(2) { width: 24%; } .files th:nth-child(3) { width: 14%; }
.columns th:nth-child(1) { width: 17%; } .columns th:nth-child(2) { width: 30%; } .columns th:nth-child(3) { width: 15%; }
.columns th:nth-child(4) { width: 18%; } .columns th:nth-child(5) { width: 20%; }
summary { cursor: pointer; }
.graph { display: block; }
.graph text { font: 11px ui-monospace, 'Cascadia Mono', 'Liberation Mono', 'DejaVu Sans Mono', monospace; fill: var(--ink); text-anchor: middle; dominant-baseline: central; }
.graph rect { stroke: var(--line); }
.graph .file rect { fill: var(--file); } .graph .bronze rect { fill: var(--bronze); } .graph .silver rect { fill: var(--silver); }
.graph .gold rect { fill: var(--gold); } .graph .meta rect { fill: var(--meta); }
.graph .edge { fill: none; stroke: var(--quiet); stroke-opacity: 0.35; }
.graph .edge.near { stroke: var(--link); stroke-opacity: 1; stroke-width: 1.8; }
.graph.following .node:not(.near) { opacity: 0.35; }
.graph .node.near rect { stroke: var(--link); stroke-width: 1.5; }
.narrowed .overview { display: none; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 8pt; line-height: 1.35; }
  th, td { padding: 0.2rem 0.5rem; }
  .bar, .skip { display: none; }
  .scroll { overflow: visible; }
  .graph { width: auto; height: auto; max-width: 100%; max-height: 175mm; }
  table.columns, table.files { min-width: 0; }
  tr, .graph { break-inside: avoid; }
  thead { display: table-header-group; }
  h2, h3, .about { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
@page { size: A4 landscape; margin: 12mm; }
`;
